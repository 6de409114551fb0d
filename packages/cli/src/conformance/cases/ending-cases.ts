import { checkDelivery } from '../check-delivery.js';
import { describeEnding, normalise, type Reasons } from '../check-run.js';
import {
  type CaseContext,
  type CaseFinding,
  type ConformanceCase,
  findingOf,
} from '../conformance-case.js';
import { endProcesses, listLeftProcesses, untilProcessesEnd } from '../left-processes.js';
import { startCommand } from '../run-command.js';
import { createSandbox } from '../sandbox.js';
import {
  deliverTheRest,
  mergeVariables,
  playScenario,
  type Scenario,
  senderLimitMs,
  telemetryTo,
} from '../scenario.js';
import { readSpool } from '../spool-contents.js';
import { startEndpoint } from '../test-endpoint.js';

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
