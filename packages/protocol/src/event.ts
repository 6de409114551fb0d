/**
 * The event as it is sent and stored.
 *
 * Field names are the contract between clients, collector and store.
 */

/** A JSON value, as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Properties of one event: the tool's own, then the base properties, in one flat object. */
export type Properties = { [key: string]: Json };

/**
 * One event in the native wire form, as a client posts it to `/ingest`.
 *
 * Only `event` is required; the collector fills in defaults.
 * Times are ISO 8601 strings in UTC with milliseconds.
 */
export interface WireEvent {
  /** The event's name, for example `Command Invoked`; at most 128 characters. */
  event: string;
  /** Who: the user id when signed in, else the anonymous id. */
  distinct_id?: string;
  /** Fixed when the event is recorded; a repeat with the same id counts once. */
  insert_id?: string;
  /** When it happened, by the client's clock. */
  timestamp?: string;
  /** When the client sent it, by the client's clock; the collector corrects skew with it. */
  sent_at?: string;
  anonymous_id?: string;
  user_id?: string;
  /** The UUID kept in the project marker of the directory the tool ran in. */
  project_id?: string;
  /** UUID of the run of the tool this event belongs to. */
  invocation_id?: string;
  /** 1, 2, 3, … within an invocation: the order in which events were recorded. */
  sequence?: number;
  /** The flow's name in the catalog, for example `application_create`. */
  flow?: string;
  /** UUID of one run of the flow. */
  flow_run_id?: string;
  properties?: Properties;
}

/**
 * Properties on every event of the SDK.
 *
 * They are merged last, so an event's own properties cannot replace them.
 */
export interface BaseProperties {
  invocation_id: string;
  sequence: number;
  /** Full command path without arguments, for example `orbit application create`. */
  command: string;
  /** Names of the flags that were set, sorted, never their values. */
  flags: string[];
  /** Semver for releases, `main` for source builds. */
  version: string;
  /** `prod` for releases, `dev` for source builds. */
  env: string;
  operating_system: string;
  arch: string;
  runtime: string;
  runtime_version: string;
  is_ci: boolean;
  /** The CI vendor's identifier, null outside CI. */
  ci_name: string | null;
  /** `human`, `agent:<name>` or `agent:unknown`. */
  cli_context: string;
  /** In a terminal, outside CI, and not driven by an agent. */
  is_interactive: boolean;
}

/** The names in {@link BaseProperties}, in the order in which they are written. */
export const basePropertyNames = [
  'invocation_id',
  'sequence',
  'command',
  'flags',
  'version',
  'env',
  'operating_system',
  'arch',
  'runtime',
  'runtime_version',
  'is_ci',
  'ci_name',
  'cli_context',
  'is_interactive',
] as const satisfies readonly (keyof BaseProperties)[];

/** Names of properties that connect an event with another run, and of the one of the older form. */
export const linkPropertyNames = [
  'parent_invocation_id',
  'triggered_from',
  'parent_flow_run_id',
  'original_event',
] as const;

/** Names of the events at the start and end of every invocation. */
export const lifecycleEvents = {
  invoked: 'Command Invoked',
  failed: 'Command Failed',
  completed: 'Command Completed',
  /** Stands alone: the arguments were refused, so no command was invoked. */
  rejected: 'Command Rejected',
} as const;

/** Why the arguments of a run were refused. */
export const rejectionKinds = [
  'unknown_command',
  'unknown_flag',
  'missing_argument',
  'invalid_value',
] as const;
export type RejectionKind = (typeof rejectionKinds)[number];

/** What an event does to its flow run. */
export type FlowRole = 'started' | 'milestone' | 'completed' | 'aborted' | 'failed';

const roleBySuffix: readonly (readonly [string, FlowRole])[] = [
  [' Started', 'started'],
  [' Completed', 'completed'],
  [' Aborted', 'aborted'],
  [' Failed', 'failed'],
];

/**
 * Returns what an event of a flow does to its run.
 *
 * A start or end event is exactly `<prefix> <Word>`; any other event is a milestone, also one whose
 * name ends in such a word (`CLI Auth Browser Failed`). Without a prefix the last word decides.
 *
 * @example
 * ```ts
 * flowRole('CLI Auth Completed', 'CLI Auth'); // 'completed'
 * flowRole('CLI Auth Browser Failed', 'CLI Auth'); // 'milestone'
 * ```
 */
export function flowRole(event: string, prefix: string | undefined): FlowRole {
  for (const [suffix, role] of roleBySuffix) {
    if (prefix === undefined ? event.endsWith(suffix) : event === prefix + suffix) return role;
  }
  return 'milestone';
}
