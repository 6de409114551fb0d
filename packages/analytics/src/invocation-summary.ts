import { lifecycleEvents } from '@sonde/protocol';
import { compareText, orderEvents, type RecordedEvent, startTime } from './recorded-event.js';
import type { InvocationStatus, InvocationSummary } from './responses.js';

/**
 * Summarises one invocation from its events that have arrived, in any order and with any repeats.
 *
 * @param events At least one event of one invocation.
 * @param identities Links that the ids of these events have, from {@link stitchIdentities}.
 */
export function foldSummary(
  events: readonly RecordedEvent[],
  identities: Identities,
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
    person: foldPerson(ordered, identities),
    status: foldStatus(completions),
    exit_code: smallestNumber(completions, 'exit_code', Number.isSafeInteger),
    error_class: smallestText(completions, 'error_class') ?? smallestText(failures, 'error_class'),
    duration_ms: smallestNumber(completions, 'duration_ms', (value) => value >= 0),
    flags: foldFlags(ordered),
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

/** The flags of all its events. What is no list of names counts as none. */
function foldFlags(events: readonly RecordedEvent[]): string[] {
  const lists = events.map(({ properties }) => properties.flags).filter(isNameList);
  return [...new Set(lists.flat())].sort(compareText);
}

function isNameList(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.every((one) => typeof one === 'string' && one.isWellFormed())
  );
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
 * belongs to, else the anonymous id, else the distinct id. A user is the person that aliases lead
 * to. Foreign events may share the last place and its time; then the greatest user id is used.
 */
function foldPerson(ordered: readonly RecordedEvent[], { users, persons }: Identities): string {
  const anonymous = smallestId(ordered.map(({ anonymous_id }) => anonymous_id));
  const user = lastUser(ordered) || (users.get(anonymous) ?? '');
  if (user !== '') return persons.get(user) ?? user;
  return anonymous || smallestId(ordered.map(({ distinct_id }) => distinct_id));
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

/**
 * Events that say that two ids are the same person, in the words of other vendors. The previous id
 * is in the place of the anonymous id, and may be a user id.
 */
export const aliasEvents: readonly string[] = ['$create_alias', '$merge', '$merge_dangerously'];

/** A link from an anonymous or previous id to a user, from events that have both. */
export interface IdentityLink {
  anonymous_id: string;
  user_id: string;
  /** Corrected time of the first of these events. */
  first_time: number;
  /** Whether these are {@link aliasEvents}. */
  is_alias: boolean;
}

/** Ids that belong to another id. */
interface Identities {
  /** The user that an anonymous id belongs to. */
  users: ReadonlyMap<string, string>;
  /** The person that a user id belongs to, if not itself. */
  persons: ReadonlyMap<string, string>;
}

/**
 * The users and persons that ids belong to:
 *
 * - An anonymous id belongs to the first user it was seen with. Ids that all CI runs of a vendor
 *   share (`ci:<vendor>`) belong to no user.
 * - An alias makes its previous id another id of its user, also if that is a user id. Only the first
 *   alias of an id counts. Ids that nobody has alone ({@link canBeAliased}) have none.
 * - The person is the user at the end of the aliases. If they form a circle, it is the smallest id in
 *   it.
 */
export function stitchIdentities(links: readonly IdentityLink[]): Identities {
  const aliases = links.filter(
    ({ is_alias, anonymous_id, user_id }) =>
      is_alias && anonymous_id !== user_id && canBeAliased(anonymous_id) && canBeAliased(user_id),
  );
  return { users: firstUsers(links), persons: followLinks(firstUsers(aliases)) };
}

function firstUsers(links: readonly IdentityLink[]): Map<string, string> {
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

/** @param next The id that each linked id is linked to. */
function followLinks(next: ReadonlyMap<string, string>): Map<string, string> {
  const persons = new Map<string, string>();
  for (const start of next.keys()) {
    const passed = new Set<string>();
    let id = start;
    for (let to = next.get(id); to !== undefined; to = next.get(id)) {
      if (persons.has(id) || passed.has(id)) break;
      passed.add(id);
      id = to;
    }
    const path = [...passed];
    const person = passed.has(id)
      ? smallestId(path.slice(path.indexOf(id)))
      : (persons.get(id) ?? id);
    for (const passedId of path) persons.set(passedId, person);
  }
  return persons;
}

/** Prefix of the anonymous ids that all CI runs of a vendor share. */
export const sharedIdPrefix = 'ci:';

/** What programs send in place of an id that they do not have. */
const placeholders: ReadonlySet<string> = new Set([
  ...['', '0', '-1', 'undefined', 'null', 'nil', 'none', 'nan', '[object object]'],
  ...['anonymous', 'guest', 'unknown', 'n/a'],
  ...['00000000-0000-0000-0000-000000000000'],
]);

/**
 * Whether an id can be one person's. If a placeholder or a shared id had aliases, many people would
 * be one, and the deletion of one would delete all of them.
 */
export function canBeAliased(id: string): boolean {
  return !isSharedId(id) && !placeholders.has(id.trim().toLowerCase());
}

function isSharedId(id: string): boolean {
  return id.startsWith(sharedIdPrefix);
}

/** How many people ran these invocations. An id shared by CI runs does not count. */
export function countUsers(summaries: readonly Pick<InvocationSummary, 'person'>[]): number {
  return new Set(summaries.map(({ person }) => person).filter(isCountedPerson)).size;
}

/** Whether an id stands for one person. */
export function isCountedPerson(person: string): boolean {
  return person !== '' && !isSharedId(person);
}
