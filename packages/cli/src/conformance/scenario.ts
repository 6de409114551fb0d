import type { WireEvent } from '@sonde/protocol';
import { checkDelivery } from './check-delivery.js';
import {
  checkFiles,
  checkLeft,
  checkRun,
  checkTime,
  normaliseScreen,
  type Reasons,
} from './check-run.js';
import { type CaseContext, type CaseFinding, findingOf } from './conformance-case.js';
import { endProcesses, listLeftProcesses, untilProcessesEnd } from './left-processes.js';
import { type CommandEnd, runCommand } from './run-command.js';
import { createSandbox, type Sandbox } from './sandbox.js';
import { readSpool } from './spool-contents.js';
import { optedOut, type Subject, variableName } from './subject.js';
import { type EndpointKind, startEndpoint, type TestEndpoint } from './test-endpoint.js';

/** The sender ends after at most 10 s; the rest is for a busy machine. */
export const senderLimitMs = 13_000;
/**
 * A sender that is killed together with its process namespace leaves its lease, which nobody outside
 * can see to be free until it expires after 30 s.
 */
const leaseLimitMs = 30_000 + senderLimitMs;
/** Attempts, because other load on the machine can delay a run. */
const attempts = 3;

/**
 * Runs the command with an endpoint and environment, and compares it with a run without telemetry.
 */
export interface Scenario {
  endpoint: EndpointKind;
  /** Variables of both runs. */
  variables?: Readonly<Record<string, string | undefined>>;
  /** Variables of the run with telemetry. */
  own?: Readonly<Record<string, string>>;
  /** Additional arguments of both runs. */
  arguments?: readonly string[];
  /** Wraps the command of both runs. */
  wrap?: (argv: readonly string[], sandbox: Sandbox) => readonly string[];
  /** `wrap` gives the command a terminal. Default false. */
  isTerminal?: boolean;
  /** Prepares the environment before both runs. */
  arrange?: (sandbox: Sandbox) => void;
  /** Undoes the preparation, so that remaining events can be delivered. */
  mend?: (sandbox: Sandbox) => void;
  /**
   * Damages the spool that an earlier run left, without having sent anything. Its events must be
   * delivered too, unless `isSeedLost`.
   */
  damage?: (sandbox: Sandbox) => void;
  isSeedLost?: boolean;
  /** Number of runs whose events must all be delivered at the end. Default: all. */
  wholeRuns?: number;
  /** Additional margin of the exit; the inline limit in CI. */
  extraMs?: number;
  /** The runs may record fewer events than undisturbed ones. Default false. */
  isDisturbed?: boolean;
  /** Other files may appear. Default false. */
  ignoreFiles?: boolean;
  /** Whether a response was lost, so that an event may arrive twice under its id. */
  mayRepeat?: () => boolean;
  /** Further checks after the run, before anything is mended. */
  inspect?: (state: ScenarioState) => Reasons | Promise<Reasons>;
  /** Further checks at the end. */
  conclude?: (state: ScenarioState & { peakBytes: number }) => {
    reasons?: Reasons;
    notes?: readonly string[];
  };
}

/** The state of a scenario after the run. */
interface ScenarioState {
  subject: Subject;
  sandbox: Sandbox;
  faulty: TestEndpoint;
  run: CommandEnd;
  /** Runs the command again in the same environment, with telemetry and further variables. */
  again: (further?: Readonly<Record<string, string>>) => Promise<CommandEnd>;
}

/** Variables that set the SDK's endpoint, and make it send after every run. */
export function telemetryTo(subject: Subject, url: string): Record<string, string> {
  return {
    [variableName(subject.tool, 'ENDPOINT')]: url,
    [variableName(subject.tool, 'KEY')]: 'conformance',
    [variableName(subject.tool, 'FLUSH_AT')]: '1',
  };
}

/** Merges variables; undefined ones are removed. */
export function mergeVariables(
  ...all: readonly Readonly<Record<string, string | undefined>>[]
): Record<string, string> {
  const merged = Object.assign({}, ...all) as Record<string, string | undefined>;
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * Delivers the remaining events: the endpoint is mended, the tool runs again, and then a sender
 * sends the rest. If the endpoint cannot be mended, all events must still be waiting.
 */
export async function deliverTheRest(
  subject: Subject,
  sandbox: Sandbox,
  endpoint: TestEndpoint,
): Promise<{ reasons: Reasons; peakBytes: number }> {
  const isMended = await endpoint.mend();
  await runCommand({
    argv: subject.command,
    environment: mergeVariables(sandbox.environment, telemetryTo(subject, endpoint.url)),
    cwd: sandbox.project,
    timeoutMs: subject.timeoutMs,
  });
  const { left, peakBytes } = await untilProcessesEnd(sandbox.root, senderLimitMs);
  endProcesses(left);
  const reasons =
    left.length > 0
      ? [`${left.length} processes were still there ${senderLimitMs} ms after a later run.`]
      : [];
  if (!isMended) return { reasons, peakBytes };
  const send = () =>
    runCommand({
      argv: [process.execPath, subject.senderPath, sandbox.spool, '--now', '--report'],
      environment: { HOME: sandbox.home, TMPDIR: sandbox.environment.TMPDIR ?? '' },
      cwd: '/',
      timeoutMs: senderLimitMs,
    });
  const leaseEnd = performance.now() + leaseLimitMs;
  let drain = await send();
  while (`${drain.stdout}`.includes('another sender is at work') && performance.now() < leaseEnd) {
    drain = await send();
  }
  // Files that contain no events wait for ever.
  if (drain.code !== 0 && readSpool(sandbox.spool).waiting.length > 0) {
    reasons.push(
      `With the endpoint up again, a sender could not deliver everything: ${drain.stdout.toString('utf8').trim() || 'no report'}.`,
    );
  }
  return { reasons, peakBytes };
}

/** Runs a scenario and checks everything that must always hold. */
export async function playScenario(
  { subject, baseline }: CaseContext,
  scenario: Scenario,
): Promise<CaseFinding> {
  const reference = createSandbox(subject);
  const sandbox = createSandbox(subject);
  const faulty = await startEndpoint(scenario.endpoint);
  const reasons: Reasons = [];
  const argv = [...subject.command, ...(scenario.arguments ?? [])];
  const start = (place: Sandbox, variables: Readonly<Record<string, string>>) =>
    runCommand({
      argv: scenario.wrap?.(argv, place) ?? argv,
      environment: mergeVariables(place.environment, variables, scenario.variables ?? {}),
      cwd: place.project,
      timeoutMs: subject.timeoutMs,
    });
  let runs = 0;
  let seeds = 0;
  const seed = async (): Promise<readonly WireEvent[]> => {
    if (scenario.damage === undefined) return [];
    await runCommand({
      argv,
      environment: mergeVariables(sandbox.environment, {
        ...telemetryTo(subject, faulty.url),
        [variableName(subject.tool, 'FLUSH_AT')]: '1000000',
      }),
      cwd: sandbox.project,
      timeoutMs: subject.timeoutMs,
    });
    scenario.damage(sandbox);
    if (scenario.isSeedLost) return [];
    seeds += 1;
    return readSpool(sandbox.spool).waiting;
  };
  const again: ScenarioState['again'] = (further) => {
    runs += 1;
    return start(sandbox, { ...telemetryTo(subject, faulty.url), ...scenario.own, ...further });
  };

  try {
    const seeded = await seed();
    scenario.arrange?.(reference);
    scenario.arrange?.(sandbox);
    let run: CommandEnd;
    let slow: Reasons = [];
    let peakBytes = 0;
    for (let attempt = 1; ; attempt += 1) {
      const without = await start(reference, optedOut(subject.tool));
      run = await again();
      reasons.push(
        ...checkRun(subject, without, run, scenario.isTerminal ? normaliseScreen : undefined),
        ...checkLeft(listLeftProcesses(sandbox.root), 1),
      );
      slow = checkTime(without, run, subject.marginMs + (scenario.extraMs ?? 0));
      const watched = await untilProcessesEnd(sandbox.root, senderLimitMs);
      peakBytes = Math.max(peakBytes, watched.peakBytes);
      if (watched.left.length > 0) {
        reasons.push(
          `${watched.left[0]?.command} was still there ${senderLimitMs} ms after the exit. A sender must end by its deadline of 10 s.`,
        );
        endProcesses(watched.left);
      }
      if (slow.length === 0 || attempt === attempts) break;
    }
    reasons.push(...slow);
    if (!scenario.ignoreFiles) reasons.push(...checkFiles(subject, reference, sandbox));
    const state: ScenarioState = { subject, sandbox, faulty, run, again };
    reasons.push(...((await scenario.inspect?.(state)) ?? []));
    endProcesses((await untilProcessesEnd(sandbox.root, senderLimitMs)).left);
    const before = readSpool(sandbox.spool);

    scenario.mend?.(sandbox);
    const rest = await deliverTheRest(subject, sandbox, faulty);
    reasons.push(...rest.reasons);
    const after = readSpool(sandbox.spool);
    reasons.push(
      ...checkDelivery(faulty.accepted, {
        eventNames: baseline.eventNames,
        wholeRuns: scenario.wholeRuns ?? (scenario.isDisturbed ? 1 : runs + 1 + seeds),
        recorded: [...seeded, ...before.waiting],
        // Unsent events stay on disk, so nothing is lost.
        kept: [...after.quarantined, ...((await faulty.mend()) ? [] : after.waiting)],
        hasDisturbedRuns: (scenario.isDisturbed ?? false) || scenario.damage !== undefined,
        mayRepeat: faulty.unheard > 0 || (scenario.mayRepeat?.() ?? false),
      }),
    );
    const concluded = scenario.conclude?.({
      ...state,
      peakBytes: Math.max(peakBytes, rest.peakBytes),
    });
    reasons.push(...(concluded?.reasons ?? []));
    return findingOf(reasons, concluded?.notes);
  } finally {
    for (const place of [reference, sandbox]) {
      endProcesses(listLeftProcesses(place.root));
      scenario.mend?.(place);
      place.remove();
    }
    await faulty.close();
  }
}
