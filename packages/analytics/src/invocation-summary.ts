import { lifecycleEvents } from '@sonde/protocol';
import type { InvocationStatus, InvocationSummary } from './questions.js';
import { compareText, correctedTime, orderEvents, type RecordedEvent } from './recorded-event.js';

/**
 * Sums up one invocation from all of its events that have arrived, in any order and however often.
 *
 * @param events At least one event of one invocation.
 * @param userOf The user that an anonymous id is known to belong to, or undefined.
 */
export function foldSummary(
  events: readonly RecordedEvent[],
  userOf: (anonymousId: string) => string | undefined,
): InvocationSummary {
  const ordered = orderEvents(events);
  const first = ordered[0];
  if (first === undefined) throw new RangeError('An invocation has at least one event.');
  const completed = ordered.find(({ event }) => event === lifecycleEvents.completed);
  const failed = ordered.find(({ event }) => event === lifecycleEvents.failed);
  const exitCode = completed?.properties.exit_code;
  const duration = completed?.properties.duration_ms;
  return {
    invocation_id: first.invocation_id,
    started_at: new Date(correctedTime(first)).toISOString(),
    command: smallestText(ordered, 'command'),
    version: smallestText(ordered, 'version'),
    cli_context: smallestText(ordered, 'cli_context'),
    operating_system: smallestText(ordered, 'operating_system'),
    is_ci: ordered.some(({ properties }) => properties.is_ci === true),
    person: foldPerson(ordered, userOf),
    status: foldStatus(completed),
    exit_code: Number.isSafeInteger(exitCode) ? (exitCode as number) : null,
    error_class: text(completed, 'error_class') ?? text(failed, 'error_class') ?? null,
    duration_ms: typeof duration === 'number' && duration >= 0 ? duration : null,
    events: ordered.length,
    missing: findGaps(ordered).reduce((sum, { missing }) => sum + missing, 0),
  };
}

function text(event: RecordedEvent | undefined, name: string): string | undefined {
  const value = event?.properties[name];
  return typeof value === 'string' ? value : undefined;
}

/** A base property is the same on all events; where it is not, the smallest makes it definite. */
function smallestText(events: readonly RecordedEvent[], name: string): string {
  const values = events.map((event) => text(event, name)).filter((value) => value !== undefined);
  return values.sort(compareText)[0] ?? '';
}

/**
 * Who ran it: the user of its last event that carries one, else the user its anonymous id is known
 * to belong to, else the anonymous id, else the distinct id.
 */
function foldPerson(
  ordered: readonly RecordedEvent[],
  userOf: (anonymousId: string) => string | undefined,
): string {
  const user = ordered.findLast(({ user_id }) => user_id !== '')?.user_id;
  if (user !== undefined) return user;
  const anonymous = smallestId(ordered.map(({ anonymous_id }) => anonymous_id));
  if (anonymous !== '') return userOf(anonymous) ?? anonymous;
  return smallestId(ordered.map(({ distinct_id }) => distinct_id));
}

function smallestId(ids: readonly string[]): string {
  return ids.filter((id) => id !== '').sort(compareText)[0] ?? '';
}

function foldStatus(completed: RecordedEvent | undefined): InvocationStatus {
  if (completed === undefined) return 'running';
  const { vanished, user_cancelled, succeeded, exit_code } = completed.properties;
  if (vanished === true) return 'vanished';
  if (user_cancelled === true) return 'cancelled';
  if (typeof succeeded === 'boolean') return succeeded ? 'succeeded' : 'failed';
  return Number.isSafeInteger(exit_code) && exit_code !== 0 ? 'failed' : 'succeeded';
}

/** Whether the process died: said by Command Completed, which the sender then wrote for it. */
export function isVanished(events: readonly RecordedEvent[]): boolean {
  return events.some(
    ({ event, properties }) => event === lifecycleEvents.completed && properties.vanished === true,
  );
}

/**
 * Where events are known to exist that have not arrived: `missing` events after sequence `after`,
 * 0 meaning before the first. Foreign events without a sequence leave no gaps.
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

/** Links that events give between anonymous ids and users. */
export interface IdentityLink {
  anonymous_id: string;
  user_id: string;
  /** Corrected time of the first event that carries both. */
  first_time: number;
}

/**
 * Which user each anonymous id belongs to: the first it was seen with.
 *
 * The ids that CI runs share by vendor (`ci:<vendor>`) belong to nobody.
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

/** Start of the anonymous ids that all runs of one CI vendor share. */
export const sharedIdPrefix = 'ci:';

function isSharedId(anonymousId: string): boolean {
  return anonymousId.startsWith(sharedIdPrefix);
}
