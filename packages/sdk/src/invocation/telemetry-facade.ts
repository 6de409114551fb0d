import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import { textOf } from '../runtime/text-of.js';
import type { CommandOutput, CommandRejection, Telemetry, TelemetryMode } from '../telemetry.js';
import type { FlowRuns } from './flow-runs.js';
import type { Invocation } from './invocation.js';
import type { InvocationSequence } from './invocation-sequence.js';
import { type HeldFlow, inertFlow } from './open-flow.js';
import { runScope } from './run-scope.js';
import { runUnit, type TelemetryUnit } from './run-unit.js';

type StartArguments = Parameters<Invocation['startCommand']>;

/** What the facade calls. */
interface FacadeTarget<Definition extends CatalogDefinition> {
  tool: string;
  decide(): { mode: TelemetryMode; decidedBy: string };
  sequence: InvocationSequence;
  /** False for a command that the tool excludes. */
  isReported(command: string): boolean;
  /** Runs `call` with the invocation, once there is one. */
  describe(call: (invocation: Invocation) => void): void;
  /** Sets the name of the tool's client. */
  setClient(name: string): void;
  classify(error: unknown): ScopeEnd;
  /** Creates another invocation within this process. */
  openUnit(): TelemetryUnit<Definition>;
  /** Adds the duration of a call. */
  spend(ms: number): void;
  runCommand(argv: readonly string[], output?: CommandOutput): Promise<number>;
  /** Logs a message in debug mode. */
  log(message: string): void;
  /** Whether refused arguments are reported. */
  usageErrors: boolean;
  /** Sets the words that users type before the name of a telemetry command. */
  nameCommands(prefix: string): void;
}

/** Methods that are passed to the current invocation, which is created if there is none. */
const recorded = [
  'track',
  'identify',
  'setError',
] as const; /** Methods that are passed to the current invocation if there is one. */
const ofExisting = ['endCommand', 'serve'] as const;

/** Creates the object that a tool uses: an error inside a method never reaches the tool. */
export function createFacade<Definition extends CatalogDefinition>(
  target: FacadeTarget<Definition>,
): Telemetry<Definition> {
  let debug: Invocation['debug'] | undefined;

  function current(): Invocation | undefined {
    const now = target.sequence.current();
    debug = now?.debug;
    return now;
  }

  function safely<Result>(action: () => Result, otherwise: Result): Result {
    const startedAt = monotonicMs();
    try {
      return action();
    } catch (error) {
      debug?.(`internal error: ${textOf(error)}`);
      return otherwise;
    } finally {
      target.spend(monotonicMs() - startedAt);
    }
  }

  const describe = (call: (invocation: Invocation) => void): void =>
    safely(() => target.describe(call), undefined);

  const findFlow = (find: (flows: FlowRuns) => HeldFlow): HeldFlow =>
    safely(() => {
      const now = current();
      return now && find(now.flows(safely));
    }, undefined) ?? inertFlow;
  const startFlow = (name: string, values: unknown) =>
    findFlow((flows) => flows.start(name, values));

  const classify = (error: unknown): ScopeEnd =>
    safely(() => target.classify(error), { kind: 'cancelled' });

  /** Kept for rejections, which are separate invocations. */
  let userId: string | undefined;
  let invocationProperties: Record<string, unknown> = {};

  function rejectCommand(rejection: CommandRejection): void {
    if (!target.usageErrors || target.decide().mode === 'off') return;
    const unit = target.openUnit();
    if (userId !== undefined) unit.telemetry.setUser(userId);
    unit.telemetry.setInvocationProperties(invocationProperties as never);
    unit.reject(rejection);
    unit.close({ kind: 'returned' });
  }

  const setUser = (id: string | undefined) => {
    userId = id;
    describe((now) => now.setUser(id));
  };

  const start = (...parameters: StartArguments): Invocation | undefined =>
    safely(() => {
      if (!target.isReported(parameters[0])) return undefined;
      const started = target.sequence.startCommand();
      debug = started?.debug;
      started?.startCommand(...parameters);
      return started;
    }, undefined);

  /** For adapters: starts a command whose work may continue after its function has ended. */
  function begin(...parameters: StartArguments) {
    const started = start(...parameters);
    return (
      started && {
        end: (outcome?: { error: unknown }) =>
          safely(
            () =>
              target.sequence.endBody(
                started,
                outcome === undefined ? { kind: 'returned' } : target.classify(outcome.error),
              ),
            undefined,
          ),
      }
    );
  }

  function openUnit(client: unknown): TelemetryUnit<Definition> {
    const unit = target.openUnit();
    if (typeof client === 'string') unit.telemetry.setClient(client);
    return {
      ...unit,
      close(end) {
        unit.close(end);
        target.sequence.existing()?.noteLife();
      },
    };
  }

  const telemetry: Record<string | symbol, unknown> = {
    tool: target.tool,
    // For adapters: see `attach.ts` and `run-body.ts`.
    [Symbol.for('sonde.log')]: (message: string) => safely(() => target.log(message), undefined),
    [Symbol.for('sonde.name-commands')]: target.nameCommands,
    [Symbol.for('sonde.begin')]: begin,
    [Symbol.for('sonde.isRunning')]: () => {
      const now = target.sequence.existing();
      return now?.state === 'open' && !now.isServing;
    },
    get mode() {
      return safely(() => target.decide().mode, 'off');
    },
    get decidedBy() {
      return safely(() => target.decide().decidedBy, 'internal error');
    },
    // For adapters: see `run-body.ts`.
    [Symbol.for('sonde.usageErrors')]: target.usageErrors,
    setInvocationProperties: (values: object) => {
      describe((now) => now.setInvocationProperties(values));
      safely(() => {
        invocationProperties = { ...invocationProperties, ...values };
      }, undefined);
    },
    setUser,
    clearUser: () => setUser(undefined),
    rejectCommand: (rejection: CommandRejection) =>
      safely(() => rejectCommand(rejection), undefined),
    setClient: (name: string) => safely(() => target.setClient(name), undefined),
    startCommand: (...parameters: StartArguments): void => {
      start(...parameters);
    },
    startFlow,
    currentFlow: (...names: string[]) => findFlow((flows) => flows.current(names)),
    runFlow: (name: string, values: unknown, body: (flow: HeldFlow) => unknown) => {
      const flow = startFlow(name, values);
      return runScope(() => body(flow), flow.leave, classify);
    },
    runInvocation: (
      command: string,
      body: (unit: Telemetry<Definition>) => unknown,
      options?: { client?: unknown },
    ) => runUnit(openUnit(safely(() => options?.client, undefined)), command, body, classify),
    runCommand: target.runCommand,
    flush: () => safely(() => current()?.flush(), undefined) ?? Promise.resolve(),
  };
  for (const name of recorded) {
    telemetry[name] = (...values: [never, never]): void =>
      safely(() => current()?.[name](...values), undefined);
  }
  for (const name of ofExisting) {
    telemetry[name] = (...values: [never]): void =>
      safely(() => {
        target.sequence.existing()?.[name](...values);
        target.sequence.leaveEnded();
      }, undefined);
  }
  // The catalog's types are for the tool's compiler; here, names and values are checked at run time.
  return telemetry as unknown as Telemetry<Definition>;
}
