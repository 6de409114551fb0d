import type { Destination } from '@sonde/destinations';
import type { RejectionKind } from '@sonde/protocol';
import type { CatalogDefinition, FlowDefinition } from './catalog/define-catalog.js';
import type { PropertySet, PropertyValues } from './catalog/property.js';
import type { ErrorDescription } from './errors/describe-error.js';

/** Receives a command's output as whole lines, each with its line break. */
export interface CommandOutput {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** `on` records and sends; `log` only prints to stderr; `off` does nothing. */
export type TelemetryMode = 'on' | 'log' | 'off';

/** How events are sent: by a detached process, or before the tool exits. */
export type Delivery = 'detached' | 'inline';

/**
 * The notice: a few lines on stderr, shown once in a terminal before anything is sent, and again when
 * the catalog's `consentVersion` rises. For five minutes after it, nothing is sent. It is never shown in
 * CI, under a coding agent or a task runner that captures output, or with machine-readable output.
 */
export interface NoticeOptions {
  /** A page that explains what is collected; shown with the notice. */
  url?: string;
  /**
   * Users are also informed elsewhere, for example by the installer or the documentation. Then a run that
   * cannot show the notice may send. Default false: its events wait on disk until the notice has been
   * shown. A run in a terminal shows the notice in both cases. `<TOOL>_TELEMETRY_NOTICE=elsewhere` replaces
   * the notice on one machine.
   */
  isGivenElsewhere?: boolean;
  /**
   * Whether a program reads this run's output, for example that of a server; then a later run shows the
   * notice. Default: true if the arguments contain `--json`, `-o json` or `--output json`.
   */
  isOutputMachineReadable?: () => boolean;
}

/** Options of {@link createTelemetry}; only `catalog` and `version` are required. */
export interface TelemetryOptions<Definition extends CatalogDefinition> {
  catalog: Definition;
  /** The tool's version: a semantic version, or `main` for a build from source. */
  version: string;
  /** `prod` or `dev`. Default `dev` for version `main`, else `prod`. */
  env?: 'prod' | 'dev';
  /**
   * Where events are sent: a base URL, or a full URL ending in `/ingest`. Without it, telemetry is off.
   * `<TOOL>_TELEMETRY_ENDPOINT` and the project marker's `telemetryEndpoint` override it.
   */
  endpoint?: string;
  /** Write key, sent as `x-api-key` only to the origin of `endpoint`. `<TOOL>_TELEMETRY_KEY` overrides it. */
  key?: string;
  /** Sends to Segment, PostHog or Amplitude, in place of `endpoint` and `key`; the variables and the marker override it. */
  destination?: Destination;
  /** The mode if nothing else decides. Default `on`; use `off` if users must opt in. */
  defaultConsent?: 'on' | 'off';
  /**
   * What users type before the name of a telemetry command, with the separator, for example
   * `orbit telemetry:`. Default: from the framework's adapter, else `<tool> telemetry `.
   */
  commandPrefix?: string;
  /** The notice to users; see {@link NoticeOptions}. */
  notice?: NoticeOptions;
  /** Spool directory. Default `$XDG_STATE_HOME/<tool>/telemetry`; `<TOOL>_TELEMETRY_DIR` overrides it. */
  directory?: string;
  /** Send once this many events are waiting. Default 25; `<TOOL>_TELEMETRY_FLUSH_AT` overrides it. */
  flushAt?: number;
  /**
   * For a long-lived tool such as a server: checks for waiting events this often, in milliseconds, and
   * starts a sender if there are any. At least 1000. The timer does not keep the process alive, and
   * unsent events are not dropped when they are old. Default: no interval.
   */
  flushIntervalMs?: number;
  /**
   * Commands that are not reported, by their full path, for example `lantern mcp` if agents start it on their
   * own. The units of work in such a command are reported.
   */
  unreportedCommands?: readonly string[];
  /** Keep sent events for two days, as `*.flushed.jsonl`. Default false. */
  keepFlushed?: boolean;
  /** Default `inline` in CI and if child processes die with the command, else `detached`; `<TOOL>_TELEMETRY_DELIVERY` overrides it. */
  delivery?: Delivery;
  /** Maximum delay of the exit by inline deliveries. Default 1000; `<TOOL>_TELEMETRY_INLINE_BUDGET_MS` overrides it. */
  inlineBudgetMs?: number;
  /** Delay before the first retry. Default 60000; `<TOOL>_TELEMETRY_BACKOFF_MS` overrides it. For tests of outages. */
  backoffMs?: number;
  /** Timeout of one request. Default 5000; `<TOOL>_TELEMETRY_REQUEST_TIMEOUT_MS` overrides it. For tests of outages. */
  requestTimeoutMs?: number;
  /**
   * The clock for recorded times: returns milliseconds since 1970. Default `Date.now`, shifted by
   * `<TOOL>_TELEMETRY_CLOCK_OFFSET_MS`. Sending always uses the real clock.
   */
  clock?: () => number;
  /** Environment variables. Default: those of the process. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** The tool's arguments, read only for `--no-telemetry` and the notice. Default: those of the process. */
  argv?: readonly string[];
  /** Whether an error means that the user cancelled. `ExitPromptError` and `AbortError` always do. */
  isCancellation?: (error: unknown) => boolean;
  /** Describes an error; omitted fields are determined as usual. Never return the error's message. */
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

/** Property values as the last argument of a call, optional if none is required. */
export type ValuesArgument<Values> =
  Record<never, never> extends Values ? [properties?: Values] : [properties: Values];

type EventValues<
  Definition extends CatalogDefinition,
  Name extends EventName<Definition>,
> = PropertyValues<SetOf<At<EventsOf<Definition>[Name], 'properties'>>>;

/** Property values to start a flow with: its common properties and those of `Started`. */
export type FlowStartValues<Flow extends FlowDefinition> = PropertyValues<
  SetOf<At<Flow, 'properties'>>
> &
  PropertyValues<SetOf<At<Flow, 'started'>>>;

type Part<Flow extends FlowDefinition, Name extends string> = PropertyValues<SetOf<At<Flow, Name>>>;
type MilestonesOf<Flow extends FlowDefinition> = NonNullable<At<Flow, 'milestones'>>;
type ReasonsOf<Flow extends FlowDefinition> =
  At<Flow, 'reasons'> extends readonly (infer Reason extends string)[] ? Reason : never;

/**
 * One attempt at a flow. The first call of `complete`, `abort` or `fail` ends it; later calls are
 * ignored. No method throws. With telemetry off, they do nothing.
 */
export interface FlowRun<Flow extends FlowDefinition = FlowDefinition>
  extends Disposable,
    AsyncDisposable {
  /** False once the flow's end event has been reported. */
  readonly open: boolean;
  /** Sets the current step. Reports no event; the end event carries the step. */
  step(step: Flow['steps'][number]): void;
  /** Reports `<prefix> <name>`. */
  milestone<Name extends keyof MilestonesOf<Flow> & string>(
    name: Name,
    ...properties: ValuesArgument<PropertyValues<SetOf<At<MilestonesOf<Flow>[Name], 'properties'>>>>
  ): void;
  /** Reports `<prefix> Completed`: the user reached the goal. */
  complete(...properties: ValuesArgument<Part<Flow, 'completed'>>): void;
  /** Reports `<prefix> Aborted`: the user or a rule stopped it. */
  abort(
    reason: ReasonsOf<Flow> | 'cancelled',
    ...properties: ValuesArgument<Part<Flow, 'aborted'>>
  ): void;
  /** Reports `<prefix> Failed`, or `<prefix> Aborted` with the reason `cancelled` if the error is a cancellation. */
  fail(error: unknown, ...properties: ValuesArgument<Part<Flow, 'failed'>>): void;
  /**
   * Ends the scope of `using flow = telemetry.startFlow(…)`. `using` cannot see why the block ended: if
   * the flow is still open, its end event is reported according to how the command ends.
   */
  [Symbol.dispose](): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** How the body of a command ended. */
export interface CommandOutcome {
  /** The error that the body threw, if any. */
  error?: unknown;
}

/** Refused arguments: see {@link Telemetry.rejectCommand}. */
export interface CommandRejection {
  kind: RejectionKind;
  /** The part of the command's path that was found, for example `orbit application`. */
  command: string;
  /** The text typed in place of a command or flag. It is compared with `declared`, and never reported. */
  typed?: string | undefined;
  /**
   * Names of the existing commands or flags, without dashes. A list has the name first and then its
   * aliases. A name within two edits of `typed` is reported.
   */
  declared?: readonly (string | readonly string[])[] | undefined;
}

/** A tool's telemetry: see {@link createTelemetry}. No method throws; only `runCommand` writes to stdout. */
export interface Telemetry<Definition extends CatalogDefinition = CatalogDefinition> {
  /** The tool's name in its catalog. */
  readonly tool: string;
  /** Whether events are recorded. Reading it writes nothing. */
  readonly mode: TelemetryMode;
  /** What decided the mode, for example `DO_NOT_TRACK`. */
  readonly decidedBy: string;
  /** Records a declared event. It is on disk when this returns. */
  track<Name extends EventName<Definition>>(
    event: Name,
    ...properties: ValuesArgument<EventValues<Definition, Name>>
  ): void;
  /** Adds declared properties to all later events of this invocation. */
  setInvocationProperties(
    properties: Partial<PropertyValues<SetOf<Definition['invocationProperties']>>>,
  ): void;
  /** Sets the user of later events, from an existing session. Pass an opaque id, never an e-mail address. */
  setUser(userId: string): void;
  /** Like {@link setUser}, and records `$identify`. Call it if this run has created or renewed the session. */
  identify(userId: string): void;
  /** Removes the user, because the session has ended: later events carry only the anonymous id. */
  clearUser(): void;
  /** Starts an attempt at a flow and reports `<prefix> Started`. */
  startFlow<Name extends FlowName<Definition>>(
    flow: Name,
    ...properties: ValuesArgument<FlowStartValues<FlowsOf<Definition>[Name]>>
  ): FlowRun<FlowsOf<Definition>[Name]>;
  /**
   * Returns the innermost open run of one of these flows, for code that several flows share. For a
   * resumable flow, it may be a run that an earlier process left open. If there is none, returns a run
   * that does nothing.
   */
  currentFlow<Name extends FlowName<Definition>>(
    ...flows: readonly [Name, ...Name[]]
  ): { [Each in Name]: FlowRun<FlowsOf<Definition>[Each]> }[Name];
  /**
   * Runs `body` as an attempt at a flow, and reports how it ended unless `body` did so itself: returned →
   * Completed, cancelled → Aborted, threw → Failed. Returns or throws what `body` did; a promise of any kind
   * comes back as a plain `Promise`, without members such as `kill`.
   */
  runFlow<Name extends FlowName<Definition>, Result>(
    flow: Name,
    properties: FlowStartValues<FlowsOf<Definition>[Name]>,
    body: (flow: FlowRun<FlowsOf<Definition>[Name]>) => Result,
  ): Result;
  /**
   * Reports `Command Invoked`. For tools without an adapter: call it once the command is known and its
   * checks have passed. A command that starts while another one runs is part of it, unless that one
   * {@link serve}s. After the end of a command, the next one is a separate invocation, as in a shell.
   *
   * @param command Full path, for example `orbit application create`; never arguments.
   * @param flags Long names of the flags that were typed, without dashes; never values.
   * @param positionals Positional arguments by name. Arguments that the catalog declares for the command
   *   are added to the events of its lifecycle, as `other` if the value is not in the enumeration. The
   *   others are ignored.
   */
  startCommand(
    command: string,
    flags?: readonly string[],
    positionals?: Readonly<Record<string, unknown>>,
  ): void;
  /**
   * Marks the work of the command as done: later time does not count towards its duration. Without an
   * adapter, call it at the end of the command, with its error if there is one. With an adapter, a command
   * lasts until the process ends; call it before an update notifier or a flush. `Command Failed` and
   * `Command Completed` are reported when the process exits, with its exit code. A command in one that
   * {@link serve}s is reported at once, and later events belong to the serving one.
   */
  endCommand(outcome?: CommandOutcome): void;
  /**
   * For a command that runs until it is stopped, such as an MCP server, a development server, a watch mode or
   * a shell. Call it when the command has started. The command then lasts until the process ends. It succeeds
   * unless an error ends it, even after a signal or when the client disconnects. Commands that start in it
   * are separate invocations.
   *
   * @example
   * ```ts
   * import { telemetry } from './telemetry.js';
   *
   * telemetry.startCommand('lantern mcp');
   * telemetry.serve();
   * ```
   */
  serve(): void;
  /**
   * For a command that serves: the name that its client gives itself, for example `codex-mcp-client` in the
   * MCP message `initialize`. It sets `cli_context` of later events and units of work, to an agent's name
   * from a fixed list, else `agent:other`. The name itself is never sent.
   */
  setClient(name: string): void;
  /**
   * For a long-lived tool: runs `body` as a separate invocation, with its own events, flows,
   * `Command Invoked` and `Command Completed`. The telemetry passed to `body` records into it. Any number
   * may run at the same time. Returns or throws what `body` did; a promise of any kind comes back as a plain
   * `Promise`, without members such as `kill`. The reported exit code is 0 if `body` returned, 1 if it
   * threw, 130 if it was cancelled. If the process ends first, it is cancelled. After its end, the telemetry
   * and the flows of `body` ignore all calls.
   *
   * @param options.client The name of the requesting client, as for {@link setClient}. Default: that of the
   *   telemetry.
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
    options?: { client?: string | undefined },
  ): Result;
  /**
   * Reports `Command Rejected`, if the catalog has `usageErrors: true`. For tools without an adapter: call it
   * when the arguments are refused and no command runs.
   *
   * @example
   * ```ts
   * import { telemetry } from './telemetry.js';
   *
   * const [typed] = process.argv.slice(2);
   * const declared = ['list', 'clear'];
   * telemetry.rejectCommand({ kind: 'unknown_command', command: 'lantern', typed, declared });
   * ```
   */
  rejectCommand(rejection: CommandRejection): void;
  /** Reports an error that the tool handled itself: the command has failed, even if the exit code is 0. */
  setError(error: unknown): void;
  /**
   * Sends the events of earlier runs now, even if no delivery is due or the last one failed, and waits at
   * most 10 seconds. This run's events are sent after it has ended.
   */
  flush(): Promise<void>;
  /**
   * Runs a command under `<tool> telemetry` and returns its exit code: 0 on success, else 1. Results go to
   * stdout, errors to stderr; the command itself is not reported. The adapters add these commands
   * themselves.
   *
   * @param argv Name and options, for example `['status', '--json']`; without any, prints the usage.
   * @param output Default: the stdout and stderr of the process.
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
