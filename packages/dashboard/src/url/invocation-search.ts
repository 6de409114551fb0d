import { contextName, formatDuration } from '@sonde/analytics/format';
import type { InvocationParameters, InvocationStatus, Outcome } from '../api/responses.js';
import { formatInstant } from '../format/time.js';
import { type FunnelFilter, readFunnelFilter } from './funnel-search.js';
import { readBoolean, readScope, type ScopeSearch, toolLabel } from './scope-search.js';
import { firstOf, listOf } from './search-string.js';

export const statuses = [
  'succeeded',
  'failed',
  'cancelled',
  'vanished',
  'running',
] as const satisfies readonly InvocationStatus[];

/** Several statuses at once. */
export const statusGroups = [
  { value: 'ended', label: 'Ended, not cancelled' },
  { value: 'unsuccessful', label: 'Failed or vanished' },
] as const;

/** What the list can be filtered by. */
export const statusFilters = [...statuses, ...statusGroups.map(({ value }) => value)];

export const outcomes = [
  'completed',
  'aborted',
  'failed',
  'vanished',
  'incomplete',
] as const satisfies readonly Outcome[];

/** In the order of their chips. */
export const listFilterNames = [
  'status',
  'error_class',
  'has_error',
  'exit_code',
  'flag',
  'without_flag',
  'duration_from_ms',
  'duration_to_ms',
  'actor',
  'repeated',
  'person',
  'first_from',
  'first_to',
  'first_tool',
  'first_version',
  'first_actor',
  'event',
  'flow',
  'flow_reached',
  'flow_stopped_at',
  'flow_outcome',
  'flow_reason',
  'flow_error_class',
  'flow_timed',
  'flow_duration_from_ms',
  'flow_duration_to_ms',
] as const satisfies readonly (keyof InvocationParameters)[];
export type ListFilterName = (typeof listFilterNames)[number];

/** Filters of the list of invocations in addition to the scope; the names are those of the API. */
export type InvocationListFilter = Pick<InvocationParameters, ListFilterName | 'property'> &
  FunnelFilter;

/** What the list counts besides invocations. */
type CountSearch = { count_people?: true };

export type InvocationSearch = ScopeSearch & InvocationListFilter & CountSearch;

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined =>
  values.find((one) => one === value);

const matching = (pattern: RegExp, value: string | undefined): string | undefined =>
  value !== undefined && pattern.test(value) ? value : undefined;

function readNumber(value: unknown): number | undefined {
  const number = Number(firstOf(value) || Number.NaN);
  return number >= 0 && Number.isFinite(number) ? number : undefined;
}

export const firstActors = ['person', 'agent', 'ci', 'no_terminal', 'unknown'] as const;

/** The people that a cell of the cohorts counts; without both ends there are none. */
function readFirst(search: Record<string, unknown>): InvocationListFilter {
  const instant = (value: unknown) => {
    const text = firstOf(value);
    return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : text;
  };
  const [first_from, first_to] = [instant(search.first_from), instant(search.first_to)];
  if (first_from === undefined || first_to === undefined) return {};
  const range = { first_from, first_to };
  const first_actor = oneOf(firstActors, firstOf(search.first_actor));
  if (first_actor !== undefined) return { ...range, first_actor };
  const [first_tool, first_version] = [firstOf(search.first_tool), firstOf(search.first_version)];
  return first_tool === undefined || first_version === undefined
    ? range
    : { ...range, first_tool, first_version };
}

/**
 * Reads the list's own filters; those of a flow run need a flow, conditions on properties an event.
 * Repeated attempts are not looked for among the runs of a flow.
 */
export function readInvocationFilter(search: Record<string, unknown>): InvocationListFilter {
  const text = (name: ListFilterName) => firstOf(search[name]) || undefined;
  const flow = text('flow');
  const event = text('event');
  return withoutUndefined({
    status: oneOf(statusFilters, text('status')),
    // Empty: failed without an error class.
    error_class: firstOf(search.error_class),
    has_error: readBoolean(search.has_error),
    exit_code: matching(/^(none|-?\d{1,15})$/, text('exit_code')),
    flag: text('flag'),
    without_flag: text('without_flag'),
    duration_from_ms: readNumber(search.duration_from_ms),
    duration_to_ms: readNumber(search.duration_to_ms),
    actor: matching(/^(person|ci|no_terminal|unknown|agent|agent:.+)$/, text('actor')),
    ...(flow === undefined && { repeated: readBoolean(search.repeated) }),
    person: text('person'),
    ...readFirst(search),
    ...(event !== undefined && { event, property: listOf(search.property) }),
    ...(flow !== undefined && {
      flow,
      flow_reached: text('flow_reached'),
      flow_stopped_at: text('flow_stopped_at'),
      flow_outcome: oneOf([...outcomes, 'ended'] as const, text('flow_outcome')),
      flow_reason: text('flow_reason'),
      flow_error_class: text('flow_error_class'),
      flow_timed: text('flow_timed'),
      flow_duration_from_ms: readNumber(search.flow_duration_from_ms),
      flow_duration_to_ms: readNumber(search.flow_duration_to_ms),
    }),
    ...readFunnelFilter(search),
  });
}

/** Whether the list says how many people its invocations are of. It does not filter. */
export const readCounts = (search: Record<string, unknown>): CountSearch =>
  readBoolean(search.count_people) === true ? { count_people: true } : {};

export const readInvocationSearch = (search: Record<string, unknown>): InvocationSearch => ({
  ...readScope(search),
  ...readInvocationFilter(search),
  ...readCounts(search),
});

/** The filter without one part, and without what needs this part: of a flow run, or of an event. */
export function withoutFilter(
  filter: InvocationListFilter,
  name: ListFilterName,
): InvocationListFilter {
  // The filters of a first run belong together.
  if (name.startsWith('first_')) {
    const others = Object.entries(filter).filter(([other]) => !other.startsWith('first_'));
    return readInvocationFilter(Object.fromEntries(others));
  }
  return readInvocationFilter({ ...filter, [name]: undefined });
}

/** The filter without the funnel. */
export function withoutFunnel(filter: InvocationListFilter): InvocationListFilter {
  return readInvocationFilter({ ...filter, funnel_reached: undefined });
}

/** An error class for people; empty if an invocation failed without one. */
export const errorLabel = (errorClass: string): string =>
  errorClass === '' ? 'failed without a class' : errorClass;

const actorLabels: Record<string, string> = {
  person: 'People',
  agent: 'Coding agents',
  ci: 'CI',
  no_terminal: 'No terminal',
  unknown: 'Not said',
};

/** Who ran invocations, for people: `People`, `CI`, `claude-code`. */
export const actorLabel = (actor: string): string => actorLabels[actor] ?? contextName(actor);

/** A stage's id in words: `step:plan` is `plan`, `milestone:Accepted Terms` is `Accepted Terms`. */
export function stageName(id: string): string {
  if (id === 'started') return 'Started';
  if (id === 'completed') return 'Completed';
  return id.replace(/^(step|milestone):/, '');
}

const chipLabels: Record<ListFilterName, string> = {
  status: 'Status',
  error_class: 'Error class',
  has_error: 'Errors',
  exit_code: 'Exit code',
  flag: 'With flag',
  without_flag: 'Without flag',
  duration_from_ms: 'Duration from',
  duration_to_ms: 'Duration below',
  actor: 'Actor',
  repeated: 'Repeated within a minute',
  person: 'Person',
  first_from: 'First run from',
  first_to: 'First run before',
  first_tool: 'First tool',
  first_version: 'First version',
  first_actor: 'First run by',
  event: 'Event',
  flow: 'Flow',
  flow_reached: 'Reached',
  flow_stopped_at: 'Stopped at',
  flow_outcome: 'Outcome',
  flow_reason: 'Reason',
  flow_error_class: 'Flow error class',
  flow_timed: 'With a time to',
  flow_duration_from_ms: 'Run took from',
  flow_duration_to_ms: 'Run took less than',
};

/** One filter in words; `flowTitle` is the flow's title, if known, `zone` that of times. */
export function describeFilter(
  name: ListFilterName,
  value: string | number | boolean,
  { flowTitle, zone = 'UTC' }: { flowTitle?: string | undefined; zone?: string } = {},
): { label: string; value: string } {
  const label = chipLabels[name];
  if (typeof value === 'boolean') return { label, value: value ? 'yes' : 'no' };
  if (typeof value === 'number') return { label, value: formatDuration(value) };
  if (name === 'error_class') return { label, value: errorLabel(value) };
  if (name === 'actor' || name === 'first_actor') return { label, value: actorLabel(value) };
  if (name === 'first_from' || name === 'first_to') {
    return { label, value: formatInstant(value, zone) };
  }
  if (name === 'first_tool') return { label, value: toolLabel(value) };
  if (name === 'first_version') return { label, value: value || 'unknown' };
  if (name === 'flow_outcome' && value === 'ended') return { label, value: 'any but incomplete' };
  if (name === 'flow') return { label, value: flowTitle ?? value };
  if (name === 'flow_reached' || name === 'flow_stopped_at' || name === 'flow_timed') {
    return { label, value: stageName(value) };
  }
  return { label, value };
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(value: T): Present<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as Present<T>;
}
