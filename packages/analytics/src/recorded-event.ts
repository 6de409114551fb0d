import type { Properties } from '@sonde/protocol';

/**
 * An event as the folds read it: what the client recorded and when the collector got it.
 *
 * Times are milliseconds since 1970.
 */
export interface RecordedEvent {
  event: string;
  insert_id: string;
  distinct_id: string;
  /** Empty when there is none, as are the ids and the flow below. */
  anonymous_id: string;
  user_id: string;
  invocation_id: string;
  sequence: number;
  flow: string;
  flow_run_id: string;
  tool: string;
  timestamp: number;
  /** Null when the client did not say. */
  sent_at: number | null;
  received_at: number;
  properties: Properties;
}

/**
 * When it happened by the collector's clock: `received_at − (sent_at − timestamp)`, or the client's
 * own time when it did not say when it sent. Never before 1970 nor after 2109, whatever clocks say.
 */
export function correctedTime(
  event: Pick<RecordedEvent, 'timestamp' | 'sent_at' | 'received_at'>,
): number {
  const { timestamp, sent_at, received_at } = event;
  const time = sent_at === null ? timestamp : received_at - (sent_at - timestamp);
  return Math.min(Math.max(time, 0), latestTime);
}

/** 42 bits of milliseconds: the store packs times into numbers with others. */
const latestTime = 2 ** 42 - 1;

/** Beyond it events are not told apart by sequence any more when a beginning is looked for. */
const highestSequence = 2 ** 22 - 1;

/**
 * When an invocation or a flow run began: the corrected time of its first event by sequence, the
 * earliest where foreign events share the place.
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
  'sequence' | 'timestamp' | 'sent_at' | 'received_at' | 'insert_id'
>;

/**
 * Order within an invocation: `sequence`; foreign events share sequence 0 and then go by their time,
 * by their corrected time and, so that the order is total, by insert id.
 */
export function comparePlaces(a: Place, b: Place): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp;
  return correctedTime(a) - correctedTime(b) || compareText(a.insert_id, b.insert_id);
}

/** Compares by code point, as the store compares bytes of UTF-8. */
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
 * Drops repeats and puts the rest in order. Of an event that arrived several times, the arrival with
 * the smallest corrected time counts: it was held up least on its way.
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
  return correctedTime(a) - correctedTime(b) || a.received_at - b.received_at;
}

/**
 * Puts a tool's name on the events that were stored without one.
 *
 * @param tool The one that they belong to, from {@link soleTool}.
 */
export function nameTool<E extends Pick<RecordedEvent, 'tool'>>(
  events: readonly E[],
  tool: string,
): E[] {
  return events.map((event) => (event.tool === '' ? { ...event, tool } : event));
}

/**
 * The tool that events without one belong to: where a project has the catalogs of one tool alone, that
 * one; else empty.
 *
 * @param tools Those whose catalogs the project has.
 */
export function soleTool(tools: readonly string[]): string {
  const [first = '', ...others] = new Set(tools);
  return others.length === 0 ? first : '';
}
