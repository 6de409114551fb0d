import { writeStderr } from './debug-log.js';
import { decideTelemetry, type TelemetryDecision } from './decide-telemetry.js';
import type { CatalogDefinition } from './define-catalog.js';
import { inertFlow, type OpenFlow, type ScopeEnd } from './flow-runs.js';
import { createInvocation, type Invocation } from './invocation.js';
import { loadDeferred } from './load-deferred.js';
import { monotonicMs } from './monotonic-clock.js';
import type { CommandOutput } from './telemetry-commands/command-output.js';
import type { Telemetry, TelemetryOptions } from './telemetry-types.js';
import type { Environment } from './variables.js';

/** What the entry read from the process. */
export interface Host {
  environment: Environment;
  argv: readonly string[];
  /** File of the sender. */
  senderPath: () => string;
}

/** Creates the telemetry of one run of a tool. */
export function openTelemetry<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
  host: Host,
): Telemetry<Definition> {
  return openUnit(options, host).telemetry;
}

/** Creates the telemetry of one invocation, and what ends it before the process ends. */
function openUnit<Definition extends CatalogDefinition>(
  options: TelemetryOptions<Definition>,
  host: Host,
): { telemetry: Telemetry<Definition>; close(end: ScopeEnd): void } {
  let decided: TelemetryDecision | undefined;
  let invocation: Invocation | undefined;
  let spentMs = 0;

  function decide(): TelemetryDecision {
    if (decided !== undefined) return decided;
    decided = decideTelemetry(options, host);
    if (decided.isDebug && decided.mode === 'off') {
      writeStderr(`sonde: off, decided by: ${decided.decidedBy}`);
    }
    return decided;
  }

  /** The invocation, created when something is recorded first; undefined when telemetry is off. */
  function current(): Invocation | undefined {
    const decision = decide();
    if (decision.mode === 'off') return undefined;
    invocation ??= createInvocation({
      options,
      host,
      mode: decision.mode,
      marker: decision.marker,
      endpoint: decision.endpoint,
      isDebug: decision.isDebug,
      agreedVersion: decision.agreedVersion,
      takeSpentMs: () => {
        const spent = spentMs;
        spentMs = 0;
        return spent;
      },
      classify,
    });
    return invocation;
  }

  const classify = (error: unknown): ScopeEnd => loadDeferred().classifyError(error, options);

  /** Telemetry that breaks must not break the tool. */
  function safely<Result>(action: () => Result, otherwise: Result): Result {
    const startedAt = monotonicMs();
    try {
      return action();
    } catch (error) {
      invocation?.debug(`internal error: ${error}`);
      return otherwise;
    } finally {
      spentMs += monotonicMs() - startedAt;
    }
  }

  const record =
    <Parameters extends unknown[]>(
      action: (invocation: Invocation, ...parameters: Parameters) => void,
    ) =>
    (...parameters: Parameters): void =>
      safely(() => {
        const now = current();
        if (now !== undefined) action(now, ...parameters);
      }, undefined);

  const startFlow = (name: string, values: unknown): OpenFlow => {
    const flow = safely(() => current()?.startFlow(name, values), undefined) ?? inertFlow;
    const safe =
      (method: 'step' | 'milestone' | 'complete' | 'abort' | 'fail' | 'leave') =>
      (...parameters: unknown[]) =>
        safely(() => (flow[method] as (...all: unknown[]) => void)(...parameters), undefined);
    return {
      get open() {
        return flow.open;
      },
      step: safe('step'),
      milestone: safe('milestone'),
      complete: safe('complete'),
      abort: safe('abort'),
      fail: safe('fail'),
      leave: safe('leave'),
    };
  };

  const runFlow = (name: string, values: unknown, body: (flow: OpenFlow) => unknown): unknown => {
    const flow = startFlow(name, values);
    return runScope(
      () => body(flow),
      (end) => flow.leave(end),
    );
  };

  /** Runs `body`, and says how it ended when it has. */
  function runScope(body: () => unknown, leave: (end: ScopeEnd) => void): unknown {
    const threw = (error: unknown): never => {
      leave(safely(() => classify(error), { kind: 'cancelled' }));
      throw error;
    };
    let result: unknown;
    try {
      result = body();
    } catch (error) {
      return threw(error);
    }
    if (typeof result === 'object' && result !== null && 'then' in result) {
      return Promise.resolve(result).then((value) => {
        leave({ kind: 'returned' });
        return value;
      }, threw);
    }
    leave({ kind: 'returned' });
    return result;
  }

  function runInvocation(command: string, body: (unit: Telemetry<Definition>) => unknown): unknown {
    const unit = openUnit(options, host);
    unit.telemetry.startCommand(command);
    return runScope(
      () => body(unit.telemetry),
      (end) => unit.close(end),
    );
  }

  const telemetry = {
    tool: options.catalog.tool,
    get mode() {
      return safely(() => decide().mode, 'off');
    },
    get decidedBy() {
      return safely(() => decide().decidedBy, 'internal error');
    },
    track: record((now, event: string, values?: unknown) => now.track(event, values)),
    setInvocationProperties: record((now, values: unknown) => now.setInvocationProperties(values)),
    setUser: record((now, userId: string) => now.setUser(userId)),
    identify: record((now, userId: string) => now.identify(userId)),
    clearUser: record((now) => now.setUser(undefined)),
    startFlow,
    runFlow,
    runInvocation,
    startCommand: record(
      (
        now,
        command: string,
        flags: readonly string[] = [],
        positionals: Record<string, unknown> = {},
      ) => now.startCommand(command, flags, positionals),
    ),
    endCommand: record((now, outcome?: { error?: unknown }) => now.endCommand(outcome ?? {})),
    setError: record((now, error: unknown) => now.setError(error)),
    runCommand: async (argv: readonly string[], output?: CommandOutput) => {
      const { runTelemetryCommand } = await import('./commands.js');
      return runTelemetryCommand({ options, host }, argv, output);
    },
    flush: () => safely(() => current()?.flush(), undefined) ?? Promise.resolve(),
  };
  // The signatures that the catalog gives are for the tool's compiler; inside, names and values are
  // checked at run time against the same catalog.
  return {
    telemetry: telemetry as unknown as Telemetry<Definition>,
    close: (end) => safely(() => invocation?.close(end), undefined),
  };
}
