import { lifecycleEvents } from '@sonde/protocol';
import { compareText, orderEvents, type RecordedEvent, startTime } from './recorded-event.js';
import type { InvocationStatus, InvocationSummary } from './responses.js';

/**
 * Summarises one invocation from its events that have arrived, in any order and with any repeats.
 *
 * @param events At least one event of one invocation.
 * @param userOf The user that an anonymous id belongs to, or undefined.
 */
export function foldSummary(
  events: readonly RecordedEvent[],
  userOf: (anonymousId: string) => string | undefined,
): InvocationSummary {
  const ordered = orderEvents(events);
  const first = ordered[0];
  if (first === undefined) throw new RangeError('An invocation needs at least one event.');
  const completions = ordered.filter(({ event }) => event === lifecycleEvents.completed);
  const failures = ordered.filter(({ event }) => event === lifecycleEvents.failed);
  return {
    invocation_id: first.invocation_id,
    started_at: new Date(startTime(ordered)).toISOString(),
    command: smallestText(ordered, 'command') ?? '',
    version: smallestText(ordered, 'version') ?? '',
    tool: smallestId(ordered.map(({ tool }) => tool)),
    cli_context: smallestText(ordered, 'cli_context') ?? '',
    operating_system: smallestText(ordered, 'operating_system') ?? '',
    is_ci: ordered.some(({ properties }) => properties.is_ci === true),
    person: foldPerson(ordered, userOf),
    status: foldStatus(completions),
    exit_code: smallestNumber(completions, 'exit_code', Number.isSafeInteger),
    error_class: smallestText(completions, 'error_class') ?? smallestText(failures, 'error_class'),
    duration_ms: smallestNumber(completions, 'duration_ms', (value) => value >= 0),
    events: ordered.length,
    missing: findGaps(ordered).reduce((sum, { missing }) => sum + missing, 0),
  };
}

/**
 * A base property is the same on all events, and an invocation has one Command Completed. If events
 * contradict each other, the smallest value makes the result deterministic.
 */
export function smallestText(events: readonly RecordedEvent[], name: string): string | null {
  const values = events.map(({ properties }) => properties[name]);
  return values.filter((value) => typeof value === 'string').sort(compareText)[0] ?? null;
}

function smallestNumber(
  events: readonly RecordedEvent[],
  name: string,
  counts: (value: number) => boolean,
): number | null {
  const values = events.map(({ properties }) => properties[name]);
  const counted = values.filter((value) => typeof value === 'number').filter(counts);
  return counted.length === 0 ? null : Math.min(...counted);
}

/**
 * Who ran it: the user of the last event with a user id, else the user that the anonymous id
 * belongs to, else the anonymous id, else the distinct id. Foreign events may share the last place
 * and its time; then the greatest user id is used.
 */
function foldPerson(
  ordered: readonly RecordedEvent[],
  userOf: (anonymousId: string) => string | undefined,
): string {
  const user = lastUser(ordered);
  if (user !== '') return user;
  const anonymous = smallestId(ordered.map(({ anonymous_id }) => anonymous_id));
  if (anonymous !== '') return userOf(anonymous) ?? anonymous;
  return smallestId(ordered.map(({ distinct_id }) => distinct_id));
}

function lastUser(events: readonly RecordedEvent[]): string {
  const signedIn = events.filter(({ user_id }) => user_id !== '');
  const last = signedIn.sort(
    (a, b) =>
      a.sequence - b.sequence || a.timestamp - b.timestamp || compareText(a.user_id, b.user_id),
  );
  return last.at(-1)?.user_id ?? '';
}

/** The smallest id; empty if there is none. */
export function smallestId(ids: readonly string[]): string {
  return ids.filter((id) => id !== '').sort(compareText)[0] ?? '';
}

/**
 * Outcomes of Command Completed; if events contradict each other, the first in this list is used.
 */
const endings = ['failed', 'cancelled', 'succeeded', 'vanished'] as const;

function foldStatus(completions: readonly RecordedEvent[]): InvocationStatus {
  const said = completions.map(endingOf);
  return endings.find((ending) => said.includes(ending)) ?? 'running';
}

function endingOf({ properties }: RecordedEvent): (typeof endings)[number] {
  const { vanished, user_cancelled, succeeded, exit_code } = properties;
  if (vanished === true) return 'vanished';
  if (user_cancelled === true) return 'cancelled';
  if (typeof succeeded === 'boolean') return succeeded ? 'succeeded' : 'failed';
  return Number.isSafeInteger(exit_code) && exit_code !== 0 ? 'failed' : 'succeeded';
}

/** Whether the process died. The sender then writes a Command Completed that says so. */
export function isVanished(events: readonly RecordedEvent[]): boolean {
  return events.some(
    ({ event, properties }) => event === lifecycleEvents.completed && properties.vanished === true,
  );
}

/**
 * Gaps in the sequence: `missing` events after sequence `after` have not arrived; 0 means before
 * the first. Foreign events without a sequence leave no gaps.
 */
export function findGaps(
  events: readonly Pick<RecordedEvent, 'sequence'>[],
): { after: number; missing: number }[] {
  const sequences = [...new Set(events.map(({ sequence }) => sequence))]
    .filter((sequence) => sequence > 0)
    .sort((a, b) => a - b);
  const gaps: { after: number; missing: number }[] = [];
  let previous = 0;
  for (const sequence of sequences) {
    if (sequence > previous + 1) gaps.push({ after: previous, missing: sequence - previous - 1 });
    previous = sequence;
  }
  return gaps;
}

/** A link between an anonymous id and a user, from events. */
export interface IdentityLink {
  anonymous_id: string;
  user_id: string;
  /** Corrected time of the first event that has both. */
  first_time: number;
}

/**
 * The user that each anonymous id belongs to: the first one it was seen with.
 *
 * Ids that all CI runs of a vendor share (`ci:<vendor>`) belong to no user.
 */
export function stitchIdentities(links: readonly IdentityLink[]): Map<string, string> {
  const users = new Map<string, string>();
  const ordered = [...links].sort(
    (a, b) => a.first_time - b.first_time || compareText(a.user_id, b.user_id),
  );
  for (const { anonymous_id, user_id } of ordered) {
    if (anonymous_id === '' || user_id === '' || isSharedId(anonymous_id)) continue;
    if (!users.has(anonymous_id)) users.set(anonymous_id, user_id);
  }
  return users;
}

/** Prefix of the anonymous ids that all CI runs of a vendor share. */
export const sharedIdPrefix = 'ci:';

function isSharedId(id: string): boolean {
  return id.startsWith(sharedIdPrefix);
}

/** How many people ran these invocations. An id shared by CI runs does not count. */
export function countUsers(summaries: readonly Pick<InvocationSummary, 'person'>[]): number {
  const people = summaries.map(({ person }) => person);
  return new Set(people.filter((person) => person !== '' && !isSharedId(person))).size;
}
