import type { CatalogDefinition } from './catalog/define-catalog.js';
import { type FlowRuns, type HeldFlow, inertFlow, type ScopeEnd } from './flows/flow-runs.js';
import { loadDeferred } from './loading/load-deferred.js';
import type { Invocation } from './recording/invocation.js';
import { runScope } from './recording/run-scope.js';
import { monotonicMs } from './surroundings/monotonic-clock.js';
import type { CommandOutput } from './telemetry-commands/command-output.js';
import type { Telemetry, TelemetryMode } from './telemetry-types.js';

/** The telemetry of one invocation, and what ends it before the process ends. */
export interface TelemetryUnit<Definition extends CatalogDefinition> {
  telemetry: Telemetry<Definition>;
  close(end: ScopeEnd): void;
}

/** What the calls of a tool lead to. */
interface FacadeTarget<Definition extends CatalogDefinition> {
  tool: string;
  decide(): { mode: TelemetryMode; decidedBy: string };
  /** Undefined when nothing is recorded. */
  current(): Invocation | undefined;
  /** Tells the invocation, once there is one. */
  describe(tell: (invocation: Invocation) => void): void;
  classify(error: unknown): ScopeEnd;
  /** Another invocation within this process. */
  openUnit(): TelemetryUnit<Definition>;
  /** A call took so long. */
  spend(ms: number): void;
  runCommand(argv: readonly string[], output?: CommandOutput): Promise<number>;
}

/** Puts what a tool holds before an invocation: nothing that breaks behind it breaks the tool. */
export function createFacade<Definition extends CatalogDefinition>({
  tool,
  decide,
  current,
  describe,
  classify,
  openUnit,
  spend,
  runCommand,
}: FacadeTarget<Definition>): Telemetry<Definition> {
  let debug: Invocation['debug'] | undefined;

  function safely<Result>(action: () => Result, otherwise: Result): Result {
    const startedAt = monotonicMs();
    try {
      return action();
    } catch (error) {
      debug?.(`internal error: ${error}`);
      return otherwise;
    } finally {
      spend(monotonicMs() - startedAt);
    }
  }

  const record =
    <Parameters extends unknown[]>(
      action: (invocation: Invocation, ...parameters: Parameters) => void,
    ) =>
    (...parameters: Parameters): void =>
      safely(() => {
        const now = current();
        if (now === undefined) return;
        debug = now.debug;
        action(now, ...parameters);
      }, undefined);

  const describing =
    <Value>(tell: (invocation: Invocation, value: Value) => void) =>
    (value: Value): void =>
      safely(() => describe((now) => tell(now, value)), undefined);

  const findFlow = (find: (flows: FlowRuns) => HeldFlow): HeldFlow =>
    safely(() => {
      const now = current();
      return now && find(now.flows(safely));
    }, undefined) ?? inertFlow;
  const startFlow = (name: string, values: unknown) =>
    findFlow((flows) => flows.start(name, values));

  const classifySafely = (error: unknown): ScopeEnd =>
    safely(() => classify(error), { kind: 'cancelled' });

  const telemetry = {
    tool,
    get mode() {
      return safely(() => decide().mode, 'off');
    },
    get decidedBy() {
      return safely(() => decide().decidedBy, 'internal error');
    },
    track: record((now, event: string, values?: unknown) => now.track(event, values)),
    setInvocationProperties: describing((now, values: unknown) =>
      now.setInvocationProperties(values),
    ),
    setUser: describing((now, userId: string) => now.setUser(userId)),
    identify: record((now, userId: string) => now.identify(userId)),
    clearUser: describing((now) => now.setUser(undefined)),
    startFlow,
    currentFlow: (...names: string[]) => findFlow((flows) => flows.current(names)),
    runFlow: (name: string, values: unknown, body: (flow: HeldFlow) => unknown) => {
      const flow = startFlow(name, values);
      return runScope(() => body(flow), flow.leave, classifySafely);
    },
    runInvocation: (command: string, body: (unit: Telemetry<Definition>) => unknown) =>
      loadDeferred().runUnit(openUnit(), command, body, classifySafely),
    startCommand: record(
      (now, command: string, flags?: readonly string[], positionals?: Record<string, unknown>) =>
        now.startCommand(command, flags ?? [], positionals ?? {}),
    ),
    endCommand: record((now, outcome?: { error?: unknown }) => now.endCommand(outcome ?? {})),
    setError: record((now, error: unknown) => now.setError(error)),
    runCommand,
    flush: () => safely(() => current()?.flush(), undefined) ?? Promise.resolve(),
  };
  // The signatures that the catalog gives are for the tool's compiler; inside, names and values are
  // checked at run time against the same catalog.
  return telemetry as unknown as Telemetry<Definition>;
}
