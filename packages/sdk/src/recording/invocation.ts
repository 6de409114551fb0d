import { lifecycleEvents, type Properties } from '@sonde/protocol';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import type { Host } from '../create-telemetry.js';
import { deliverAtEnd, deliverNow, deliverWhenDue } from '../delivery/sender-launch.js';
import { createFlowRuns, type FlowRuns, type ScopeEnd } from '../flows/flow-runs.js';
import type { Safely } from '../flows/protect-flow.js';
import { monotonicMs } from '../surroundings/monotonic-clock.js';
import { integerOf, variableName } from '../surroundings/variables.js';
import type { TelemetryOptions } from '../telemetry-types.js';
import { createDebugLog, type DebugLog, writeStderr } from './debug-log.js';
import type { ErrorDescription } from './describe-error.js';
import { watchEndings } from './endings.js';
import { createEventRecorder } from './event-recorder.js';
import { openInvocationStore } from './invocation-store.js';

/** One run of the tool, from its first event to the end of the process. */
export interface Invocation {
  debug: DebugLog;
  /** What follows flows, loaded when one is asked for. */
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
  flush(): Promise<void>;
  /** The unit of work has ended, before the process does. */
  close(end: ScopeEnd): void;
}

const interruptedExitCode = 130;

/** How the body of the command ended, as far as it is known. */
interface BodyEnd {
  durationMs: number;
  end: ScopeEnd;
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
  openStore?: typeof openInvocationStore;
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
  const store = (input.openStore ?? openInvocationStore)({ options, host, decision, own, debug });
  const isLog = decision.mode === 'log';
  const recorder = createEventRecorder({
    append: isLog ? logLines : store.append,
    identity: store.identity,
    clock,
    debug: isLog ? () => {} : debug,
  });
  /** Undefined until a flow is started: what follows them is loaded then. */
  let flows: FlowRuns | undefined;

  let invokedAt: number | undefined;
  let body: BodyEnd | undefined;
  /** Declared arguments of the command, on the events of its lifecycle. */
  let positionalProperties: Properties = {};
  /** Seen, but not thrown by the body: an uncaught exception, or one the tool reported itself. */
  let seenError: ScopeEnd | undefined;
  /** By the tool. */
  let isReported = false;
  let interrupted = false;
  let finished = false;

  function endBody(end: ScopeEnd): void {
    if (invokedAt === undefined || body !== undefined) return;
    body = { durationMs: Math.max(0, Math.round(monotonicMs() - invokedAt)), end };
    recorder.control({
      control: 'body',
      succeeded: end.kind === 'returned',
      user_cancelled: end.kind === 'cancelled',
      duration_ms: body.durationMs,
      error: end.kind === 'threw' ? end.description : null,
    });
  }

  /** Why a process that exits with this code, which is not 0, did so. */
  function whyFailed(exitCode: number): ScopeEnd {
    if (body !== undefined && body.end.kind !== 'returned') return body.end;
    if (interrupted || seenError?.kind === 'cancelled') return { kind: 'cancelled' };
    if (seenError !== undefined) return seenError;
    if (exitCode === interruptedExitCode) return { kind: 'cancelled' };
    return { kind: 'threw', description: { error_class: 'unknown', error_source: 'internal' } };
  }

  function complete(exitCode: number, end: ScopeEnd, durationMs: number): void {
    const threw = body?.end.kind === 'threw' ? body.end : seenError;
    if (exitCode !== 0 && end.kind === 'threw' && threw?.kind === 'threw') {
      recorder.record(lifecycleEvents.failed, { ...positionalProperties, ...threw.description });
    }
    recorder.record(lifecycleEvents.completed, {
      ...positionalProperties,
      succeeded: exitCode === 0,
      exit_code: exitCode,
      duration_ms: durationMs,
      ...(exitCode !== 0 && {
        ...(end.kind === 'threw' && { error_class: end.description.error_class }),
        user_cancelled: end.kind === 'cancelled',
      }),
    });
  }

  function finish(exitCode: number, end: ScopeEnd, deliver = deliverWhenDue): void {
    if (finished) return;
    const startedAt = monotonicMs();
    flows?.leaveAll(end);
    if (invokedAt !== undefined) {
      const durationMs = body?.durationMs ?? Math.max(0, Math.round(monotonicMs() - invokedAt));
      complete(exitCode, end, durationMs);
    }
    finished = true;
    if (Object.keys(recorder.losses).length > 0) {
      recorder.control({ control: 'loss', dropped: recorder.losses });
    }
    store.seal();
    if (store.launch !== undefined) deliver(store.launch, store.memory);
    store.noteCost(input.takeSpentMs() + monotonicMs() - startedAt);
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
      safely(() => finish(exitCode, exitCode === 0 ? { kind: 'returned' } : whyFailed(exitCode))),
    onUncaught: (error) =>
      safely(() => {
        seenError = classify(error);
        isReported = false;
      }),
    onHandledSignal: (signal) => {
      interrupted ||= signal === 'SIGINT';
      safely(() => recorder.control({ control: 'signal', signal }));
    },
    onFatalSignal: (signal, exitCode) =>
      safely(() => {
        const terminated: ErrorDescription = { error_class: signal, error_source: 'internal' };
        const cancelled: ScopeEnd = { kind: 'cancelled' };
        flows?.leaveAll(cancelled);
        finish(
          exitCode,
          signal === 'SIGINT' ? cancelled : { kind: 'threw', description: terminated },
        );
      }),
  });

  return {
    debug,
    flows(safely) {
      flows ??= createFlowRuns({
        catalog,
        recorder,
        keeper: () => store.keepFlows(clock),
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
        debug(`${name} ignored: it came too late`);
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
    startCommand(command, flags, positionals) {
      if (invokedAt !== undefined || finished) return;
      invokedAt = monotonicMs();
      // Names that a tool declared look like this; what was typed by a user may be anything.
      recorder.command = /^[\w.:-]{1,64}( [\w.:-]{1,64}){0,9}$/.test(command) ? command : 'unknown';
      recorder.flags = (flags ?? []).filter((flag) => /^[\w.:-]{1,64}$/.test(flag)).sort();
      const declared = catalog.commands?.[command]?.arguments ?? {};
      const values: Record<string, unknown> = {};
      for (const name in declared) values[name] = positionals?.[name];
      positionalProperties = recorder.guard(declared, values);
      recorder.record(lifecycleEvents.invoked, positionalProperties);
    },
    endCommand(outcome) {
      endBody(outcome && 'error' in outcome ? classify(outcome.error) : { kind: 'returned' });
    },
    setError(error) {
      seenError = classify(error);
      isReported = true;
    },
    close(scopeEnd) {
      endBody(scopeEnd);
      const end = isReported && seenError !== undefined ? seenError : (body?.end ?? scopeEnd);
      const exitCode = { returned: 0, threw: 1, cancelled: interruptedExitCode }[end.kind];
      finish(exitCode, end, store.launch?.delivery === 'inline' ? deliverAtEnd : deliverWhenDue);
      unwatch();
    },
    flush: () => (store.launch === undefined ? Promise.resolve() : deliverNow(store.launch)),
  };
}

/** Events only: what a sender would need to know is of no interest to a reader. */
function logLines(lines: string, events: number): boolean {
  if (events > 0) writeStderr(lines.slice(0, lines.indexOf('\n')));
  return true;
}
