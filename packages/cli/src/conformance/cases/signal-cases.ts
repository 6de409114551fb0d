import { lifecycleEvents } from '@sonde/protocol';
import { checkDelivery } from '../check-delivery.js';
import { checkEnding, shownCode } from '../check-ending.js';
import { describeEnding, normalise, type Reasons } from '../check-run.js';
import {
  type CaseContext,
  type CaseFinding,
  type ConformanceCase,
  findingOf,
} from '../conformance-case.js';
import { endProcesses, listLeftProcesses, untilProcessesEnd } from '../left-processes.js';
import { type CommandEnd, type RunningCommand, startCommand } from '../run-command.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { deliverTheRest, mergeVariables, type Scenario, telemetryTo } from '../scenario.js';
import { readSpool } from '../spool-contents.js';
import { optedOut, type Subject, variableName } from '../subject.js';
import { startEndpoint } from '../test-endpoint.js';
import { listOpenFiles, untilRecorded } from '../until-recorded.js';

/**
 * Number of further reference runs that may show other endings than the first one: a tool listens
 * to a signal only during part of its run, and the length of that part depends on the load of the
 * machine.
 */
const furtherReferences = 40;

/** A run, and the signals that it gets. */
interface Interruption {
  /** As a share of the duration of an undisturbed run; default: right after the first event. */
  moment?: number;
  /** Milliseconds until the signal is sent again; default: it is not. */
  againAfterMs?: number;
}

/** Several moments, and then right after the first event. */
const throughoutRun: readonly Interruption[] = [
  ...[0.3, 0.6, 0.8, 0.95].map((moment) => ({ moment })),
  {},
];

interface SignalPlan {
  signal: NodeJS.Signals;
  interruptions: readonly Interruption[];
  wrap?: Scenario['wrap'];
  /** The command starts with the signal ignored. */
  isIgnored?: boolean;
}

/** Sends without letting anything else run between two signals. */
function interrupt(run: RunningCommand, signal: NodeJS.Signals, againAfterMs?: number): void {
  run.signal(signal);
  if (againAfterMs === undefined) return;
  const end = performance.now() + againAfterMs;
  while (performance.now() < end);
  run.signal(signal);
}

/** Lines that no run without telemetry has printed; the start of a line counts as the line. */
function unexpectedLines(
  subject: Subject,
  run: CommandEnd,
  references: readonly CommandEnd[],
): string[] {
  return (['stdout', 'stderr'] as const).flatMap((stream) => {
    const known = references.flatMap((end) => normalise(end[stream], subject).split('\n'));
    return normalise(run[stream], subject)
      .split('\n')
      .filter((line) => line !== '' && !known.some((other) => other.startsWith(line)));
  });
}

async function playSignal(
  { subject, baseline }: CaseContext,
  { signal, interruptions, wrap, isIgnored = false }: SignalPlan,
): Promise<CaseFinding> {
  const reference = createSandbox(subject);
  const sandbox = createSandbox(subject);
  const healthy = await startEndpoint('up');
  const references: CommandEnd[] = [baseline.reference];
  const reasons: Reasons = [];
  const start = (place: Sandbox, variables: Record<string, string>) =>
    startCommand({
      argv: wrap?.(subject.command, place) ?? subject.command,
      environment: mergeVariables(place.environment, variables),
      cwd: place.project,
      timeoutMs: subject.timeoutMs,
    });
  const undisturbed = await start(reference, optedOut(subject.tool)).ended;
  const durationMs = Math.max(baseline.reference.exitMs, undisturbed.exitMs);
  const startInterrupted = (
    place: Sandbox,
    variables: Record<string, string>,
    { moment = 0.9, againAfterMs }: Interruption,
  ) => {
    const run = start(place, variables);
    const timer = setTimeout(() => interrupt(run, signal, againAfterMs), moment * durationMs);
    return run.ended.finally(() => clearTimeout(timer));
  };
  const addReference = async (one: Interruption) => {
    references.push(await startInterrupted(reference, optedOut(subject.tool), one));
  };
  let codes: (number | null)[] | undefined;
  /** Exit codes after one signal: a tool may have listeners during part of its run only. */
  const codesOfOne = async () => {
    if (codes !== undefined) return codes;
    codes = [];
    for (const moment of [0.5, 0.7, 0.9]) {
      codes.push(shownCode(await startInterrupted(reference, optedOut(subject.tool), { moment })));
    }
    return codes;
  };
  const own = {
    ...telemetryTo(subject, healthy.url),
    // Nothing is sent before the end.
    [variableName(subject.tool, 'FLUSH_AT')]: '1000000',
  };
  /** Ids of what earlier runs have recorded. */
  const known = new Set<string | undefined>();
  const tried = new Set<number>();
  let ended = 0;
  try {
    for (const one of interruptions) {
      const isNew = one.againAfterMs === undefined || !tried.has(one.againAfterMs);
      if (isNew) await addReference(one);
      if (one.againAfterMs !== undefined) tried.add(one.againAfterMs);
      let end: CommandEnd;
      if (one.moment === undefined) {
        const earlier = listOpenFiles(sandbox);
        const run = start(sandbox, own);
        await untilRecorded(sandbox, run, earlier);
        interrupt(run, signal, one.againAfterMs);
        end = await run.ended;
      } else {
        end = await startInterrupted(sandbox, own, one);
      }
      const isKnown = () =>
        (!isIgnored && end.signal === signal) ||
        references.some((other) => describeEnding(other) === describeEnding(end));
      const hasUnexpectedLines = () => unexpectedLines(subject, end, references);
      for (
        let more = 0;
        more < furtherReferences && !(isKnown() && hasUnexpectedLines().length === 0);
        more += 1
      ) {
        await addReference({ ...one, moment: 0.2 + more / furtherReferences });
      }
      if (!isKnown()) {
        reasons.push(
          `${signal} ended the run with ${describeEnding(end)}; without telemetry it ends with ${[...new Set(references.map(describeEnding))].join(' or ')}. A listener must not change the effect of a signal.`,
        );
      }
      for (const line of hasUnexpectedLines()) {
        reasons.push(
          `After ${signal} the run printed ${JSON.stringify(line)}, which runs without telemetry do not print.`,
        );
      }
      const { left } = await untilProcessesEnd(sandbox.root, 1_000);
      if (left.length > 0) {
        reasons.push(
          `${left[0]?.command} was left behind after ${signal}, though nothing was due.`,
        );
        endProcesses(left);
      }
      const events = readSpool(sandbox.spool).waiting.filter(
        ({ insert_id }) => !known.has(insert_id),
      );
      for (const { insert_id } of events) known.add(insert_id);
      // A signal may find a run that has recorded its end but has not exited yet.
      const wasOver = events.some(
        ({ event, properties }) =>
          event === lifecycleEvents.completed && properties?.exit_code === baseline.reference.code,
      );
      if (
        events.length > 0 &&
        !wasOver &&
        signal !== 'SIGKILL' &&
        describeEnding(end) !== describeEnding(baseline.reference)
      ) {
        ended += 1;
        const isTwice = one.againAfterMs !== undefined;
        const codes = [shownCode(end), ...(isTwice ? await codesOfOne() : [])];
        const mayDiffer = isTwice && end.signal === signal;
        reasons.push(...checkEnding(events, mayDiffer ? undefined : codes, signal));
      }
    }
    const recorded = readSpool(sandbox.spool).waiting;
    reasons.push(...(await deliverTheRest(subject, sandbox, healthy)).reasons);
    reasons.push(
      ...checkDelivery(healthy.accepted, {
        eventNames: baseline.eventNames,
        wholeRuns: 1,
        recorded,
        kept: [],
        hasDisturbedRuns: true,
        mayRepeat: healthy.unheard > 0,
      }),
    );
    return findingOf(reasons, [
      `${recorded.length} events had been recorded`,
      `${ended} of ${interruptions.length} runs were ended after an event`,
    ]);
  } finally {
    for (const place of [reference, sandbox]) {
      endProcesses(listLeftProcesses(place.root));
      place.remove();
    }
    await healthy.close();
  }
}

const ignoringHangup: NonNullable<Scenario['wrap']> = (argv) => [
  '/bin/sh',
  '-c',
  'trap "" HUP; exec "$@"',
  'sh',
  ...argv,
];

/** The terminal and a task runner send one each, nearly at once. */
const twice: readonly Interruption[] = [0, 1, 3, 10].flatMap((againAfterMs) =>
  Array.from({ length: 3 }, () => ({ againAfterMs })),
);

/** Signals that end a run. */
export const signalCases: readonly ConformanceCase[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const).map(
    (signal): ConformanceCase => ({
      name: signal.toLowerCase(),
      title: `${signal} at several moments, also right after the first event`,
      run: (context) => playSignal(context, { signal, interruptions: throughoutRun }),
    }),
  ),
  {
    name: 'sigint-twice',
    title: 'two SIGINTs within 0, 1, 3 and 10 ms: one cancellation',
    run: (context) => playSignal(context, { signal: 'SIGINT', interruptions: twice }),
  },
  {
    name: 'sighup-ignored',
    title: 'SIGHUP, which is ignored from the start (nohup)',
    run: (context) =>
      playSignal(context, {
        signal: 'SIGHUP',
        interruptions: throughoutRun,
        wrap: ignoringHangup,
        isIgnored: true,
      }),
  },
];
