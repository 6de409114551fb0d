import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import { deliver } from '../launch/deliver.js';
import type { Host } from '../launch/host.js';
import { runSender } from '../launch/start-sender.js';
import { afterEnding, watchEndings } from '../process-end/watch-endings.js';
import { createDebugLog, type DebugLog, writeStderr } from '../runtime/debug-log.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { textOf } from '../runtime/text-of.js';
import { integerOf, variableName } from '../runtime/variables.js';
import type { CommandRejection, TelemetryOptions } from '../telemetry.js';
import { type CommandLifecycle, createCommandLifecycle } from './command-lifecycle.js';
import { recordRejection } from './command-rejection.js';
import { createEventRecorder } from './event-recorder.js';
import { createFlowRuns, type FlowRuns } from './flow-runs.js';
import { prepareInvocation } from './prepare-invocation.js';
import type { Safely } from './protect-flow.js';

/** One run of the tool, from its first event to the end of the process; or one unit of work. */
export interface Invocation {
  debug: DebugLog;
  readonly id: string;
  /** Identifies the collector of its events. */
  readonly tag: string;
  readonly userId: string | undefined;
  /** State of the command. */
  readonly state: CommandLifecycle['state'];
  readonly isServing: boolean;
  /** The invocation's flows, loaded when first used. */
  flows(safely: Safely): FlowRuns;
  /** Losses by reason, so far. */
  readonly losses: Readonly<Record<string, number>>;
  track(event: string, values: unknown): void;
  setInvocationProperties(values: unknown): void;
  setUser(userId: string | undefined): void;
  identify(userId: string): void;
  startCommand(
    command: string,
    flags?: readonly string[],
    positionals?: Readonly<Record<string, unknown>>,
  ): void;
  /** The function of the command has ended. Its work may go on. */
  endBody(end: ScopeEnd): void;
  endCommand(outcome?: { error?: unknown }): void;
  /** The command is a server: it lasts until the process ends. */
  serve(): void;
  /** Records that a serving command is still running. */
  noteLife(): void;
  setError(error: unknown): void;
  rejectCommand(rejection: CommandRejection): void;
  flush(): Promise<void>;
  /** The command, or unit of work, has ended before the process does. */
  close(end: ScopeEnd): void;
}

/**
 * `process`: the first command, which lasts until the process ends. `command`: a further command of a
 * process that runs several. `unit`: a unit of work.
 */
export type InvocationRole = 'process' | 'command' | 'unit';

export function roleOf(isUnit: boolean, isFirst: boolean): InvocationRole {
  if (isUnit) return 'unit';
  return isFirst ? 'process' : 'command';
}

/** Creates an invocation, which watches for the end of the process from now on. */
export function createInvocation(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  /** The mode and the endpoint. */
  decision: TelemetryDecision;
  /** Returns the milliseconds that calls from the tool have taken since the last call of this function. */
  takeSpentMs: () => number;
  classify: (error: unknown) => ScopeEnd;
  role: InvocationRole;
  /** The name that a client of this tool, such as an agent, has given; undefined if none has. */
  client?: (() => string | undefined) | undefined;
  /** The invocation that this one belongs to. */
  parentId?: string | undefined;
  /** Identifies the collector of the events. */
  tag: string;
  /** Default: `prepareInvocation`, which records to the spool. */
  prepare?: typeof prepareInvocation;
  /** Default: `watchEndings`, which watches this process. */
  watch?: typeof watchEndings;
}): Invocation {
  const { options, host, decision, classify, role } = input;
  const { catalog } = options;
  const { environment } = host;
  const ownName = variableName(catalog.tool);
  const own = (suffix: string) => environment[`${ownName}_${suffix}`];
  const debug = createDebugLog(decision.isDebug);
  const offset = integerOf(own('CLOCK_OFFSET_MS')) ?? 0;
  const clock = options.clock ?? (() => Date.now() + offset);
  const prepare = input.prepare ?? prepareInvocation;
  const parts = prepare({ options, host, decision, own, debug });
  const { store, launch } = parts;
  const isLog = decision.mode === 'log';
  const recorder = createEventRecorder({
    append: isLog ? logLines : store.append,
    identity: parts.identity,
    clock,
    debug: isLog ? () => {} : debug,
    client: input.client,
  });
  const command = createCommandLifecycle(catalog, recorder, input.parentId);
  /** Created when the first flow is started. */
  let flows: FlowRuns | undefined;
  let finished = false;

  /** @param endsWithBody What follows the body of the command is not part of it. */
  function finish(
    exitCode: number,
    end: ScopeEnd,
    endsWithBody?: boolean,
    continues?: boolean,
  ): void {
    if (finished) return;
    const startedAt = monotonicMs();
    flows?.leaveAll(end);
    command.complete(exitCode, end, endsWithBody);
    finished = true;
    if (Object.keys(recorder.losses).length > 0) {
      recorder.control({ control: 'loss', dropped: recorder.losses });
    }
    store.seal();
    if (launch !== undefined) deliver(launch, store.memory, continues);
    const note = () =>
      safely(() => parts.noteCost(input.takeSpentMs() + monotonicMs() - startedAt));
    // The delivery counts, unless it comes after more work.
    if (launch === undefined || continues) note();
    else afterEnding(note);
  }

  function safely(action: () => void): void {
    try {
      action();
    } catch (error) {
      debug(`internal error: ${textOf(error)}`);
    }
  }

  function finishAtExit(exitCode: number): void {
    // The process did not wait for the unit of work.
    if (role === 'unit' && exitCode === 0) finish(exitCode, { kind: 'cancelled' });
    else finish(exitCode, command.endAtExit(exitCode), role === 'command');
  }

  const unwatch = (input.watch ?? watchEndings)({
    onExit: (exitCode) => safely(() => finishAtExit(exitCode)),
    onUncaught: (error) => safely(() => command.see(classify(error), false)),
    onHandledSignal: (signal) => safely(() => recorder.control({ control: 'signal', signal })),
    onFatalSignal: (signal, exitCode) =>
      safely(() => {
        flows?.leaveAll({ kind: 'cancelled' });
        finish(exitCode, command.endAtSignal(signal));
      }),
  });

  return {
    debug,
    id: parts.identity.invocationId,
    tag: input.tag,
    get userId() {
      return recorder.userId;
    },
    get state() {
      return command.state;
    },
    get isServing() {
      return command.isServing;
    },
    flows(safely) {
      flows ??= createFlowRuns({
        catalog,
        recorder,
        keeper: () => parts.keepFlows(clock),
        now: monotonicMs,
        classify,
        debug,
        safely,
      });
      return flows;
    },
    losses: recorder.losses,
    track(name, values) {
      if (finished) {
        debug(`${name} ignored: the invocation has ended`);
        return;
      }
      const events = catalog.events ?? {};
      const declared = Object.hasOwn(events, name) ? events[name] : undefined;
      if (declared === undefined) {
        recorder.lose('value', `${name} is not declared`);
        return;
      }
      recorder.record(name, recorder.guard(declared.properties, values));
    },
    setInvocationProperties(values) {
      Object.assign(
        recorder.invocationProperties,
        recorder.guard(catalog.invocationProperties, values),
      );
    },
    setUser(userId) {
      // An email address is not a user id, and collectors refuse ids of more than 128 characters.
      const usable =
        userId === undefined || (typeof userId === 'string' && /^[^\s@]{1,128}$/.test(userId));
      if (usable) recorder.userId = userId;
      else
        recorder.lose(
          'value',
          'the user id is an email address, too long, or not a text without spaces',
        );
    },
    identify(userId) {
      this.setUser(userId);
      if (recorder.userId === userId) recorder.record('$identify', {});
    },
    startCommand(...parameters) {
      if (!finished) command.start(...parameters);
    },
    endBody: command.endBody,
    endCommand(outcome) {
      command.endWork();
      command.endBody(
        outcome && 'error' in outcome ? classify(outcome.error) : { kind: 'returned' },
      );
    },
    serve: () => command.serve(),
    noteLife: () => command.noteLife(),
    setError(error) {
      command.see(classify(error), true);
    },
    rejectCommand: (rejection) => recordRejection(recorder, rejection),
    close(scopeEnd) {
      command.endBody(scopeEnd);
      const { end, exitCode } = command.endAlone(scopeEnd);
      finish(exitCode, end, true, true);
      unwatch();
    },
    async flush() {
      if (launch === undefined) return;
      command.pause();
      await runSender(launch);
      command.resume();
    },
  };
}

/** Prints events, but not control records, which are for the sender. */
function logLines(lines: string, events: number): boolean {
  if (events > 0) writeStderr(lines.slice(0, lines.indexOf('\n')));
  return true;
}
