import type { CatalogDefinition, FlowDefinition } from './catalog/define-catalog.js';
import type { PropertySet, PropertyValues } from './catalog/property.js';
import type { Destination } from './destinations/destination.js';
import type { ErrorDescription } from './errors/describe-error.js';

/** Where a command writes; whole lines, each with its line break. */
export interface CommandOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** `on` records and sends, `log` prints to stderr and neither keeps nor sends, `off` does nothing. */
export type TelemetryMode = 'on' | 'log' | 'off';

/** How events leave: by a detached process, or before the tool exits. */
export type Delivery = 'detached' | 'inline';

/**
 * The notice: one block on stderr, shown once on a terminal before anything is sent, and again when
 * the catalog's `consentVersion` rises. Never in CI, nor where the output is for a program.
 */
export interface NoticeOptions {
  /** Where somebody can read what is collected; shown with the notice. */
  url?: string;
  /**
   * The users learn of it in another way too, from the installer or the documentation: a run that
   * cannot show the notice need not wait for one that can. Default false: what such runs record waits
   * on disk. `<TOOL>_TELEMETRY_NOTICE=elsewhere` says the same for one machine.
   */
  isGivenElsewhere?: boolean;
  /**
   * The output of this run is for a program, so that the notice waits for another run. Default: the
   * arguments ask for JSON with `--json`, `-o json` or `--output json`.
   */
  isOutputMachineReadable?: () => boolean;
}

/** What {@link createTelemetry} needs; only `catalog` and `version` have no default. */
export interface TelemetryOptions<Definition extends CatalogDefinition> {
  catalog: Definition;
  /** Of the tool: a semantic version, or `main` for a build from source. */
  version: string;
  /** `prod` or `dev`. Default `dev` for version `main`, else `prod`. */
  env?: 'prod' | 'dev';
  /**
   * Where events are sent: a base URL, or a full URL ending in `/ingest`. Without one telemetry is off.
   * `<TOOL>_TELEMETRY_ENDPOINT` and the project marker's `telemetryEndpoint` win over it.
   */
  endpoint?: string;
  /** Write key, sent as `x-api-key` to the origin of `endpoint` and to no other. `<TOOL>_TELEMETRY_KEY` wins over it. */
  key?: string;
  /** Sends to Segment, PostHog or Amplitude, in place of `endpoint` and `key`; the variables and the marker win over it. */
  destination?: Destination;
  /** What holds when nobody decided otherwise. Default `on`; `off` for a tool whose users opt in. */
  defaultConsent?: 'on' | 'off';
  /** How the users learn of it; see {@link NoticeOptions}. */
  notice?: NoticeOptions;
  /** Spool directory. Default `$XDG_STATE_HOME/<tool>/telemetry`; `<TOOL>_TELEMETRY_DIR` wins over it. */
  directory?: string;
  /** Send as soon as this many events wait. Default 25; `<TOOL>_TELEMETRY_FLUSH_AT` wins over it. */
  flushAt?: number;
  /**
   * For a tool that runs for long, such as a server: looks this often, in milliseconds, whether
   * something waits, and starts a sender then. At least 1000. It keeps no process alive, and
   * undelivered events are not dropped for their age. Default: no interval.
   */
  flushIntervalMs?: number;
  /** Keep a copy of what was sent for two days, as `*.flushed.jsonl`. Default false. */
  keepFlushed?: boolean;
  /** Default `inline` in CI and as the main process of a container, else `detached`; `<TOOL>_TELEMETRY_DELIVERY` wins over it. */
  delivery?: Delivery;
  /** The longest an inline delivery may hold up the exit. Default 1000; `<TOOL>_TELEMETRY_INLINE_BUDGET_MS` wins over it. */
  inlineBudgetMs?: number;
  /** First wait after a failed delivery. Default 60000; `<TOOL>_TELEMETRY_BACKOFF_MS` wins over it. For tests of outages. */
  backoffMs?: number;
  /** Longest wait for one answer. Default 5000; `<TOOL>_TELEMETRY_REQUEST_TIMEOUT_MS` wins over it. For tests of outages. */
  requestTimeoutMs?: number;
  /**
   * Milliseconds since 1970 for the times that are recorded. Default `Date.now`, moved by
   * `<TOOL>_TELEMETRY_CLOCK_OFFSET_MS`. Sending always uses the real clock.
   */
  clock?: () => number;
  /** Variables. Default those of the process. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Arguments of the tool, looked at for `--no-telemetry` only. Default those of the process. */
  argv?: readonly string[];
  /** Also treat this error as the user's cancellation. Prompts' `ExitPromptError` and `AbortError` always are. */
  isCancellation?: (error: unknown) => boolean;
  /** Describe an error yourself; what is left out is found as usual. Never return a message. */
  describeError?: (error: unknown) => Partial<ErrorDescription> | undefined;
}

type EventsOf<Definition extends CatalogDefinition> = NonNullable<Definition['events']>;
type FlowsOf<Definition extends CatalogDefinition> = NonNullable<Definition['flows']>;

/** Names of the declared events. */
export type EventName<Definition extends CatalogDefinition> = keyof EventsOf<Definition> & string;
/** Names of the declared flows. */
export type FlowName<Definition extends CatalogDefinition> = keyof FlowsOf<Definition> & string;

// biome-ignore lint/complexity/noBannedTypes: an empty set of properties
type SetOf<Declared> = Declared extends PropertySet ? Declared : {};
type At<Holder, Key> = Key extends keyof Holder ? Holder[Key] : undefined;

/** Values as the last argument of a call: it may be left out when nothing in it is required. */
export type ValuesArgument<Values> =
  Record<never, never> extends Values ? [properties?: Values] : [properties: Values];

type EventValues<
  Definition extends CatalogDefinition,
  Name extends EventName<Definition>,
> = PropertyValues<SetOf<At<EventsOf<Definition>[Name], 'properties'>>>;

/** What a flow is started with: its common properties and those of its start. */
export type FlowStartValues<Flow extends FlowDefinition> = PropertyValues<
  SetOf<At<Flow, 'properties'>>
> &
  PropertyValues<SetOf<At<Flow, 'started'>>>;

type Part<Flow extends FlowDefinition, Name extends string> = PropertyValues<SetOf<At<Flow, Name>>>;
type MilestonesOf<Flow extends FlowDefinition> = NonNullable<At<Flow, 'milestones'>>;
type ReasonsOf<Flow extends FlowDefinition> =
  At<Flow, 'reasons'> extends readonly (infer Reason extends string)[] ? Reason : never;

/**
 * One attempt at a flow. The first of `complete`, `abort` and `fail` counts; whatever comes after it
 * is ignored. Nothing throws; with telemetry off nothing happens.
 */
export interface FlowRun<Flow extends FlowDefinition = FlowDefinition>
  extends Disposable,
    AsyncDisposable {
  /** False once a terminal was reported. */
  readonly open: boolean;
  /** Says where the user is now. Reports nothing by itself; the terminal carries it. */
  step(step: Flow['steps'][number]): void;
  /** Reports `<prefix> <name>`. */
  milestone<Name extends keyof MilestonesOf<Flow> & string>(
    name: Name,
    ...properties: ValuesArgument<PropertyValues<SetOf<At<MilestonesOf<Flow>[Name], 'properties'>>>>
  ): void;
  /** Reports `<prefix> Completed`: what the user wanted has happened. */
  complete(...properties: ValuesArgument<Part<Flow, 'completed'>>): void;
  /** Reports `<prefix> Aborted`: the user or a rule stopped it. */
  abort(
    reason: ReasonsOf<Flow> | 'cancelled',
    ...properties: ValuesArgument<Part<Flow, 'aborted'>>
  ): void;
  /** Reports `<prefix> Failed`, or Aborted with reason `cancelled` when the error is a cancellation. */
  fail(error: unknown, ...properties: ValuesArgument<Part<Flow, 'failed'>>): void;
  /**
   * Ends the scope of `using flow = telemetry.startFlow(…)`. Whether it was left by an error cannot be
   * known here: without a terminal, one is reported for how the command ended.
   */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How the body of a command ended. */
export interface CommandOutcome {
  /** What it threw, when it threw. */
  error?: unknown;
}

/** What a tool holds: see {@link createTelemetry}. Nothing here throws, and nothing writes to stdout. */
export interface Telemetry<Definition extends CatalogDefinition = CatalogDefinition> {
  /** The tool's name, as its catalog has it. */
  readonly tool: string;
  /** Whether anything is recorded. Asking writes nothing. */
  readonly mode: TelemetryMode;
  /** What decided the mode, for example `DO_NOT_TRACK`. */
  readonly decidedBy: string;
  /** Records a declared event. It is on disk when this returns. */
  track<Name extends EventName<Definition>>(
    event: Name,
    ...properties: ValuesArgument<EventValues<Definition, Name>>
  ): void;
  /** Adds declared properties to this event and all that follow in this invocation. */
  setInvocationProperties(
    properties: Partial<PropertyValues<SetOf<Definition['invocationProperties']>>>,
  ): void;
  /** A session exists already: what follows carries this user. An opaque id, never an e-mail address. */
  setUser(userId: string): void;
  /** This run established or renewed the session: as {@link setUser}, and records `$identify`. */
  identify(userId: string): void;
  /** The session was ended: what follows carries only the anonymous id. */
  clearUser(): void;
  /** Starts an attempt at a flow and reports `<prefix> Started`. */
  startFlow<Name extends FlowName<Definition>>(
    flow: Name,
    ...properties: ValuesArgument<FlowStartValues<FlowsOf<Definition>[Name]>>
  ): FlowRun<FlowsOf<Definition>[Name]>;
  /**
   * The innermost open run of one of these flows, or one that does nothing where there is none: for
   * what several flows share. Of a resumable flow, a run that an earlier process left open.
   */
  currentFlow<Name extends FlowName<Definition>>(
    ...flows: readonly [Name, ...Name[]]
  ): { [Each in Name]: FlowRun<FlowsOf<Definition>[Each]> }[Name];
  /**
   * Runs `body` as an attempt at a flow, and reports how it ended unless `body` did: returned →
   * Completed, cancelled → Aborted, threw → Failed. Gives back or throws what `body` did.
   */
  runFlow<Name extends FlowName<Definition>, Result>(
    flow: Name,
    properties: FlowStartValues<FlowsOf<Definition>[Name]>,
    body: (flow: FlowRun<FlowsOf<Definition>[Name]>) => Result,
  ): Result;
  /**
   * Reports `Command Invoked`. For tools without an adapter; call it when the command is resolved and
   * its checks have passed. Only the first call counts.
   *
   * @param command Full path, for example `orbit application create`; never arguments.
   * @param flags Long names of the flags that were set, without dashes; never values.
   * @param positionals Positional arguments by name. Those that the catalog declares for the command
   *   are on the events of its lifecycle, `other` for a value outside the enumeration; nothing is
   *   done with the rest.
   */
  startCommand(
    command: string,
    flags?: readonly string[],
    positionals?: Readonly<Record<string, unknown>>,
  ): void;
  /**
   * The body of the command ended: its duration and its error are taken now; `Command Failed` and
   * `Command Completed` are reported when the process exits, with the exit code the shell sees.
   */
  endCommand(outcome?: CommandOutcome): void;
  /**
   * For a tool that runs for long: runs `body` as an invocation of its own, with its own order of
   * events, its own flows, `Command Invoked` and `Command Completed`. What `body` is given records into
   * it; any number may run at the same time. Gives back or throws what `body` did: thrown is exit code
   * 1, cancelled 130, returned 0.
   *
   * @example
   * ```ts
   * import { telemetry } from './telemetry.js';
   *
   * await telemetry.runInvocation('lantern rebuild', async (invocation) => {
   *   invocation.track('Cache Cleared', { scope: 'all' });
   * });
   * ```
   */
  runInvocation<Result>(
    command: string,
    body: (invocation: Telemetry<Definition>) => Result,
  ): Result;
  /** The tool handled this error itself and will exit with another code than 0. */
  setError(error: unknown): void;
  /**
   * Sends what earlier runs left, now, whatever the thresholds and an earlier failure say, and waits
   * for it at most 10 seconds. The events of this run follow when it has ended.
   */
  flush(): Promise<void>;
  /**
   * Runs a command that a tool puts under `<tool> telemetry`, and gives its exit code: 0, or 1 when
   * it did not succeed. Results go to stdout, what went wrong to stderr; nothing is reported about it.
   * The adapters add these commands themselves.
   *
   * @param argv Name and options, for example `['status', '--json']`; without any, what there is.
   * @param output Default the stdout and stderr of the process.
   * @example
   * ```ts
   * import { createTelemetry } from 'sonde';
   * import { catalog } from './catalog.js';
   *
   * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
   * const [first, ...rest] = process.argv.slice(2);
   * if (first === 'telemetry') process.exitCode = await telemetry.runCommand(rest);
   * ```
   */
  runCommand(argv: readonly string[], output?: CommandOutput): Promise<number>;
}
