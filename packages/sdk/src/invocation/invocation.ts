import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { ErrorDescription } from '../errors/describe-error.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import { deliverAfterUnit, deliverNow, deliverWhenDue } from '../launch/deliver.js';
import type { Host } from '../launch/host.js';
import { createDebugLog, type DebugLog, writeStderr } from '../runtime/debug-log.js';
import { isFromUser } from '../runtime/ending-signals.js';
import { watchEndings } from '../runtime/endings.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { integerOf, variableName } from '../runtime/variables.js';
import type { CommandRejection, TelemetryOptions } from '../telemetry.js';
import { createCommandLifecycle, interruptedExitCode } from './command-lifecycle.js';
import { recordRejection } from './command-rejection.js';
import { createEventRecorder } from './event-recorder.js';
import { createFlowRuns, type FlowRuns } from './flow-runs.js';
import { prepareInvocation } from './prepare-invocation.js';
import type { Safely } from './protect-flow.js';

/** One run of the tool, from its first event to the end of the process. */
export interface Invocation {
  debug: DebugLog;
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
  endCommand(outcome?: { error?: unknown }): void;
  setError(error: unknown): void;
  rejectCommand(rejection: CommandRejection): void;
  flush(): Promise<void>;
  /** The unit of work has ended, before the process does. */
  close(end: ScopeEnd): void;
}

/** Creates the invocation of this process. It watches the process's end from now on. */
export function createInvocation(input: {
  options: TelemetryOptions<CatalogDefinition>;
  host: Host;
  /** That telemetry runs, and where to. */
  decision: TelemetryDecision;
  /** Milliseconds that calls from the tool took since this was last asked. */
  takeSpentMs: () => number;
  classify: (error: unknown) => ScopeEnd;
  /** Default: what is recorded goes to the spool. */
  prepare?: typeof prepareInvocation;
  /** Default: those of the process. */
  watch?: typeof watchEndings;
}): Invocation {
  const { options, host, decision, classify } = input;
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
  });
  const command = createCommandLifecycle(catalog, recorder);
  /** Created when the first flow is started. */
  let flows: FlowRuns | undefined;
  let finished = false;

  function finish(exitCode: number, end: ScopeEnd, deliver = deliverWhenDue): void {
    if (finished) return;
    const startedAt = monotonicMs();
    flows?.leaveAll(end);
    command.complete(exitCode, end);
    finished = true;
    if (Object.keys(recorder.losses).length > 0) {
      recorder.control({ control: 'loss', dropped: recorder.losses });
    }
    store.seal();
    if (launch !== undefined) deliver(launch, store.memory);
    parts.noteCost(input.takeSpentMs() + monotonicMs() - startedAt);
  }

  function safely(action: () => void): void {
    try {
      action();
    } catch (error) {
      debug(`internal error: ${error}`);
    }
  }

  const unwatch = (input.watch ?? watchEndings)({
    onExit: (exitCode) =>
      safely(() =>
        finish(exitCode, exitCode === 0 ? { kind: 'returned' } : command.whyFailed(exitCode)),
      ),
    onUncaught: (error) => safely(() => command.see(classify(error), false)),
    onHandledSignal: (signal) => {
      if (isFromUser(signal)) command.interrupt();
      safely(() => recorder.control({ control: 'signal', signal }));
    },
    onFatalSignal: (signal, exitCode) =>
      safely(() => {
        const terminated: ErrorDescription = { error_class: signal, error_source: 'internal' };
        const cancelled: ScopeEnd = { kind: 'cancelled' };
        flows?.leaveAll(cancelled);
        finish(
          exitCode,
          isFromUser(signal) ? cancelled : { kind: 'threw', description: terminated },
        );
      }),
  });

  return {
    debug,
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
        debug(`${name} ignored: the invocation has already ended`);
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
      // An address is not an identifier, and too long a text is refused by every collector.
      const usable =
        userId === undefined || (typeof userId === 'string' && /^[^\s@]{1,128}$/.test(userId));
      if (usable) recorder.userId = userId;
      else recorder.lose('value', 'no user id');
    },
    identify(userId) {
      this.setUser(userId);
      if (recorder.userId === userId) recorder.record('$identify', {});
    },
    startCommand(...given) {
      if (!finished) command.start(...given);
    },
    endCommand(outcome) {
      command.endBody(
        outcome && 'error' in outcome ? classify(outcome.error) : { kind: 'returned' },
      );
    },
    setError(error) {
      command.see(classify(error), true);
    },
    rejectCommand: (rejection) => recordRejection(recorder, rejection),
    close(scopeEnd) {
      command.endBody(scopeEnd);
      const end = command.endOf(scopeEnd);
      const exitCode = { returned: 0, threw: 1, cancelled: interruptedExitCode }[end.kind];
      finish(exitCode, end, deliverAfterUnit);
      unwatch();
    },
    flush: () => (launch === undefined ? Promise.resolve() : deliverNow(launch)),
  };
}

/** Prints events only, without the control records that are meant for the sender. */
function logLines(lines: string, events: number): boolean {
  if (events > 0) writeStderr(lines.slice(0, lines.indexOf('\n')));
  return true;
}
