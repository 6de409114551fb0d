import type { Properties } from '@sonde/protocol';

/**
 * An event as the folds read it: what the client recorded, and when the collector received it.
 *
 * Times are milliseconds since 1970.
 */
export interface RecordedEvent {
  event: string;
  insert_id: string;
  distinct_id: string;
  /** The ids and the flow are empty if there are none. */
  anonymous_id: string;
  user_id: string;
  invocation_id: string;
  sequence: number;
  flow: string;
  flow_run_id: string;
  tool: string;
  timestamp: number;
  /** Null if the client did not send it. */
  sent_at: number | null;
  received_at: number;
  /** Index of the event in its request. */
  position: number;
  properties: Properties;
}

/**
 * When the event happened by the collector's clock: `received_at − (sent_at − timestamp)`, or the
 * client's own time without a `sent_at`. Always between 1970 and 2109.
 */
export function correctedTime(
  event: Pick<RecordedEvent, 'timestamp' | 'sent_at' | 'received_at'>,
): number {
  const { timestamp, sent_at, received_at } = event;
  const time = sent_at === null ? timestamp : received_at - (sent_at - timestamp);
  return Math.min(Math.max(time, 0), latestTime);
}

/** 42 bits of milliseconds: the store packs times and other values into one number. */
const latestTime = 2 ** 42 - 1;

/**
 * The start of an invocation is found by sequences up to this one; higher ones are treated as
 * equal.
 */
const highestSequence = 2 ** 22 - 1;

/**
 * When an invocation or a flow run began: the corrected time of its first event by sequence, or the
 * earliest time if foreign events share that place.
 *
 * @param events At least one.
 */
export function startTime(events: readonly RecordedEvent[]): number {
  const place = (event: RecordedEvent) => Math.min(event.sequence, highestSequence);
  const first = Math.min(...events.map(place));
  return Math.min(...events.filter((event) => place(event) === first).map(correctedTime));
}

type Place = Pick<
  RecordedEvent,
  'sequence' | 'timestamp' | 'sent_at' | 'received_at' | 'position' | 'insert_id'
>;

/**
 * Order within an invocation: by `sequence`. Foreign events share sequence 0; they are ordered by
 * their time, then corrected time, then position in their request, then insert id, so that the
 * order is total.
 */
export function comparePlaces(a: Place, b: Place): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  return (
    correctedTime(a) - correctedTime(b) ||
    a.position - b.position ||
    compareText(a.insert_id, b.insert_id)
  );
}

/** Compares by code point, as the store compares UTF-8 bytes. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * Drops repeats and sorts the rest. If an event arrived several times, the arrival with the
 * smallest corrected time counts: it had the shortest delay. Among equal times, the one with the
 * smallest position counts.
 */
export function orderEvents<E extends RecordedEvent>(events: readonly E[]): E[] {
  const kept = new Map<string, E>();
  for (const event of events) {
    const other = kept.get(event.insert_id);
    if (other === undefined || compareArrivals(event, other) < 0) kept.set(event.insert_id, event);
  }
  return [...kept.values()].sort(comparePlaces);
}

function compareArrivals(a: RecordedEvent, b: RecordedEvent): number {
  return (
    correctedTime(a) - correctedTime(b) || a.position - b.position || a.received_at - b.received_at
  );
}

/**
 * Sets the tool on events that were stored without one.
 *
 * @param tool The tool they belong to, from {@link soleTool}.
 */
export function nameTool<E extends Pick<RecordedEvent, 'tool'>>(
  events: readonly E[],
  tool: string,
): E[] {
  return events.map((event) => (event.tool === '' ? { ...event, tool } : event));
}

/**
 * The tool that events without one belong to: the tool of the project's catalogs if they are all of
 * one tool, else empty.
 *
 * @param tools Tools whose catalogs the project has.
 */
export function soleTool(tools: readonly string[]): string {
  const [first = '', ...others] = new Set(tools);
  return others.length === 0 ? first : '';
}
