import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkDelivery } from '../check-delivery.js';
import { describeEnding, normalise, type Reasons } from '../check-run.js';
import {
  type CaseContext,
  type CaseFinding,
  type ConformanceCase,
  findingOf,
} from '../conformance-case.js';
import { endProcesses, listLeftProcesses, untilProcessesEnd } from '../left-processes.js';
import { type CommandEnd, startCommand } from '../run-command.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import {
  deliverTheRest,
  mergeVariables,
  playScenario,
  type Scenario,
  senderLimitMs,
  telemetryTo,
} from '../scenario.js';
import { readSpool } from '../spool-contents.js';
import { optedOut, type Subject, variableName } from '../subject.js';
import { startEndpoint } from '../test-endpoint.js';

/** When the signal is sent, as a share of the duration of an undisturbed run. */
const moments = [0.3, 0.6, 0.8, 0.95] as const;
/**
 * Number of further reference runs that may show other endings than the first one: a tool listens
 * to a signal only during part of its run, and the length of that part depends on the load of the
 * machine.
 */
const furtherReferences = 40;

/** Resolves when the run has recorded something, or has ended. */
async function untilRecorded(sandbox: Sandbox, run: { ended: Promise<CommandEnd> }): Promise<void> {
  let ended = false;
  run.ended.finally(() => {
    ended = true;
  });
  const hasRecorded = () => {
    try {
      return readdirSync(sandbox.spool).some(
        (name) => name.endsWith('.open.jsonl') && statSync(join(sandbox.spool, name)).size > 0,
      );
    } catch {
      return false;
    }
  };
  while (!ended && !hasRecorded()) await new Promise((resolve) => setTimeout(resolve, 1));
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
  signal: NodeJS.Signals,
): Promise<CaseFinding> {
  const reference = createSandbox(subject);
  const sandbox = createSandbox(subject);
  const healthy = await startEndpoint('up');
  const references: CommandEnd[] = [baseline.reference];
  const reasons: Reasons = [];
  const start = (place: Sandbox, variables: Record<string, string>) =>
    startCommand({
      argv: subject.command,
      environment: mergeVariables(place.environment, variables),
      cwd: place.project,
      timeoutMs: subject.timeoutMs,
    });
  const undisturbed = await start(reference, optedOut(subject.tool)).ended;
  const durationMs = Math.max(baseline.reference.exitMs, undisturbed.exitMs);
  const interrupt = async (moment: number) => {
    const run = start(reference, optedOut(subject.tool));
    const timer = setTimeout(() => run.signal(signal), moment * durationMs);
    references.push(await run.ended);
    clearTimeout(timer);
  };
  const own = {
    ...telemetryTo(subject, healthy.url),
    // Nothing is sent before the end.
    [variableName(subject.tool, 'FLUSH_AT')]: '1000000',
  };
  try {
    for (const moment of [...moments, undefined]) {
      await interrupt(moment ?? 0.9);
      const run = start(sandbox, own);
      const timer =
        moment === undefined
          ? undefined
          : setTimeout(() => run.signal(signal), moment * durationMs);
      if (moment === undefined) {
        await untilRecorded(sandbox, run);
        run.signal(signal);
      }
      const end = await run.ended;
      clearTimeout(timer);
      const isKnown = () =>
        end.signal === signal ||
        references.some((other) => describeEnding(other) === describeEnding(end));
      const hasUnexpectedLines = () => unexpectedLines(subject, end, references);
      for (
        let more = 0;
        more < furtherReferences && !(isKnown() && hasUnexpectedLines().length === 0);
        more += 1
      ) {
        await interrupt(0.2 + more / furtherReferences);
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
    return findingOf(reasons, [`${recorded.length} events had been recorded`]);
  } finally {
    for (const place of [reference, sandbox]) {
      endProcesses(listLeftProcesses(place.root));
      place.remove();
    }
    await healthy.close();
  }
}

/** A pipe whose reader has gone; the exit codes that the shell sees are compared. */
const brokenPipe: NonNullable<Scenario['wrap']> = (argv) => [
  '/bin/sh',
  '-c',
  'exec 3>&1; { sleep 0.05; "$@" 3>&-; echo "exit $?" >&3; } | true',
  'sh',
  ...argv,
];
const closedStdout: NonNullable<Scenario['wrap']> = (argv) => [
  '/bin/sh',
  '-c',
  'exec "$@" >&-',
  'sh',
  ...argv,
];

/** Number of concurrent runs, unless the machine has too little memory. */
const crowd = 200;

/** Ways in which a run can end. */
export const endingCases: readonly ConformanceCase[] = [
  ...(['SIGINT', 'SIGTERM', 'SIGKILL'] as const).map(
    (signal): ConformanceCase => ({
      name: signal.toLowerCase(),
      title: `${signal} at several moments, also right after the first event`,
      run: (context) => playSignal(context, signal),
    }),
  ),
  {
    name: 'sigpipe',
    title: 'the reader of stdout is gone',
    run: (context) =>
      playScenario(context, { endpoint: 'up', wrap: brokenPipe, isDisturbed: true }),
  },
  {
    name: 'stdout-closed',
    title: 'stdout is closed',
    run: (context) =>
      playScenario(context, { endpoint: 'up', wrap: closedStdout, isDisturbed: true }),
  },
  {
    name: 'crowd',
    title: `${crowd} runs at once`,
    isExclusive: true,
    run: playCrowd,
  },
];

async function playCrowd({ subject, baseline }: CaseContext): Promise<CaseFinding> {
  const { freemem } = await import('node:os');
  const bytesPerRun = 90_000_000;
  const atOnce = Math.max(1, Math.min(crowd, Math.floor(freemem() / bytesPerRun)));
  const sandbox = createSandbox(subject);
  const healthy = await startEndpoint('up');
  const reasons: Reasons = [];
  try {
    let begun = 0;
    const worker = async () => {
      while (begun < crowd) {
        begun += 1;
        const end = await startCommand({
          argv: subject.command,
          environment: mergeVariables(sandbox.environment, telemetryTo(subject, healthy.url)),
          cwd: sandbox.project,
          // Many runs share the processors.
          timeoutMs: subject.timeoutMs * 10,
        }).ended;
        const output = normalise(end.stdout, subject) + normalise(end.stderr, subject);
        const { reference } = baseline;
        if (
          describeEnding(end) !== describeEnding(reference) ||
          output !== normalise(reference.stdout, subject) + normalise(reference.stderr, subject)
        ) {
          reasons.push(
            `One of the concurrent runs ended with ${describeEnding(end)}, or its output differed from that of a single run.`,
          );
        }
      }
    };
    const workers: Promise<void>[] = [];
    for (let index = 0; index < atOnce; index += 1) {
      workers.push(worker());
      // Starting a process blocks this process, which also is the endpoint: requests must not wait
      // for all starts.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(workers);
    const { left } = await untilProcessesEnd(sandbox.root, senderLimitMs);
    if (left.length > 0)
      reasons.push(
        `${left.length} senders were still there ${senderLimitMs} ms after the last run.`,
      );
    endProcesses(left);
    const recorded = readSpool(sandbox.spool).waiting;
    reasons.push(...(await deliverTheRest(subject, sandbox, healthy)).reasons);
    reasons.push(
      ...checkDelivery(healthy.accepted, {
        eventNames: baseline.eventNames,
        wholeRuns: crowd + 1,
        recorded,
        kept: [],
        hasDisturbedRuns: false,
        // A sender without processor time may reach its deadline before it reads a response.
        mayRepeat: true,
      }),
    );
    return findingOf(reasons, [`${atOnce} at the same time`]);
  } finally {
    endProcesses(listLeftProcesses(sandbox.root));
    sandbox.remove();
    await healthy.close();
  }
}
