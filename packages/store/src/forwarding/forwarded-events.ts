import { decodeEvent, type EventRow, eventColumns } from '../event-row.js';
import type { StoredEvent } from '../records.js';
import type { Database, Parameters } from '../sql/database.js';
import type {
  Backlog,
  EventKey,
  EventPlace,
  PlacedEvent,
  RecordedRange,
} from './forwarding-store.js';

const dayMs = 86_400_000;

const selected = eventColumns.join(', ');
const ofProject = 'project = {project:String}';
/**
 * Events of other clients are alone in an invocation, whose id is their own. They follow the others,
 * all together, so that those of one request keep its order: their ids are random.
 */
const isAlone = 'invocation_id = insert_id';
const order = `${isAlone}, if(${isAlone}, '', invocation_id), sequence, timestamp, position, insert_id`;
const isAfter = (at: string) =>
  `(${at}, ${order}) > ({at:Int64}, {alone:UInt8}, {invocation:String}, {sequence:UInt64},
    {timestamp:Int64}, {position:UInt32}, {insert:String})`;

/** Before all events with the same `at`. */
const firstPlace: EventPlace = {
  at: 0,
  invocation_id: '',
  sequence: 0,
  timestamp: 0,
  position: 0,
  insert_id: '',
};

function toParameters({ invocation_id, insert_id, ...place }: EventPlace): Parameters {
  const alone = insert_id !== '' && invocation_id === insert_id;
  return {
    ...place,
    alone: alone ? 1 : 0,
    invocation: alone ? '' : invocation_id,
    insert: insert_id,
  };
}

/**
 * Events after a place, by commit.
 *
 * @param complete Resolves with a number: commits after it may be only partly visible.
 */
export async function readCommitted(
  db: Database,
  project: string,
  after: EventPlace,
  complete: () => Promise<number>,
  limit: number,
): Promise<PlacedEvent[]> {
  const parameters = { project, limit, ...toParameters(after) };
  // Two statements, because the first one reads a single column of a long backlog.
  const found = await readBound(
    db,
    `SELECT committed_at AS at FROM sonde.events
     WHERE ${ofProject} AND committed_at >= {at:Int64} AND ${isAfter('committed_at')}
     ORDER BY at LIMIT {limit:UInt32}`,
    parameters,
  );
  if (found === null) return [];
  const bound = Math.min(found, await complete());
  const rows = await db.rows<EventRow>(
    `SELECT committed_at AS at, ${selected} FROM sonde.events
     WHERE ${ofProject} AND committed_at >= {at:Int64} AND committed_at <= {bound:Int64}
       AND ${isAfter('committed_at')}
     ORDER BY committed_at, ${order} LIMIT {limit:UInt32}`,
    { ...parameters, bound },
  );
  return rows.map(toPlaced);
}

export async function countCommitted(
  db: Database,
  project: string,
  after: EventPlace,
): Promise<Backlog> {
  const [row] = await db.rows<{ events: string; oldest: string }>(
    `SELECT toString(count()) AS events, toString(min(committed_at)) AS oldest FROM sonde.events
     WHERE ${ofProject} AND committed_at >= {at:Int64} AND ${isAfter('committed_at')}`,
    { project, ...toParameters(after) },
  );
  const events = Number(row?.events);
  return { events, oldest: events === 0 ? null : Number(row?.oldest) };
}

/** Condition on events of a range; `day` is in the primary key. */
const isRecorded = `${ofProject} AND committed_at <= {last:Int64}
  AND day >= toDate(toUInt16(intDiv({from:Int64}, ${dayMs})))
  AND day <= toDate(toUInt16(intDiv({to:Int64}, ${dayMs})))
  AND timestamp >= {from:Int64} AND timestamp < {to:Int64}`;

/**
 * Events of a range after a place. By the client's time, because that orders an invocation's
 * events also if they arrived in several requests.
 */
export async function readRecorded(
  db: Database,
  project: string,
  range: RecordedRange,
  after: EventPlace | null,
  limit: number,
): Promise<PlacedEvent[]> {
  const from = Math.max(range.from, after?.at ?? 0);
  const start = { ...firstPlace, at: from };
  const { to, lastCommit: last } = range;
  const parameters = { project, from, to, last, limit, ...toParameters(after ?? start) };
  // A day at a time: a page of a long range would read all of it.
  const [first] = await db.rows<{ found: string | null }>(
    `SELECT toString(minOrNull(timestamp)) AS found FROM sonde.events
     WHERE ${isRecorded} AND ${isAfter('timestamp')}
       AND day = (SELECT min(day) FROM sonde.events WHERE ${isRecorded} AND ${isAfter('timestamp')})`,
    parameters,
  );
  if (typeof first?.found !== 'string') return [];
  const end = Math.min(to, (Math.floor(Number(first.found) / dayMs) + 1) * dayMs);
  const rows = await db.rows<EventRow>(
    `SELECT timestamp AS at, ${selected} FROM sonde.events
     WHERE ${isRecorded} AND ${isAfter('timestamp')}
     ORDER BY timestamp, ${order} LIMIT 1 BY timestamp, invocation_id, sequence, insert_id LIMIT {limit:UInt32}`,
    { ...parameters, from: Number(first.found), to: end },
  );
  return rows.map(toPlaced);
}

export async function countRecorded(
  db: Database,
  project: string,
  { from, to, lastCommit: last }: RecordedRange,
): Promise<number> {
  const [row] = await db.rows<{ events: string }>(
    `SELECT toString(count()) AS events FROM sonde.events WHERE ${isRecorded}`,
    { project, from, to, last },
  );
  return Number(row?.events);
}

export async function readEvents(
  db: Database,
  project: string,
  keys: readonly EventKey[],
): Promise<StoredEvent[]> {
  if (keys.length === 0) return [];
  const list = (pick: (key: EventKey) => string | number) => keys.map(pick);
  const rows = await db.rows<EventRow>(
    `SELECT ${selected} FROM sonde.events
     WHERE ${ofProject} AND (toUInt16(day), event, invocation_id, sequence, insert_id) IN (
       SELECT arrayJoin(arrayZip({days:Array(UInt16)}, {events:Array(String)},
         {invocations:Array(String)}, {sequences:Array(UInt64)}, {inserts:Array(String)})))
       AND day IN (SELECT arrayJoin(arrayMap(day -> toDate(day), {days:Array(UInt16)})))
       AND event IN {events:Array(String)}
     ORDER BY precedence DESC
     LIMIT 1 BY event, insert_id`,
    {
      project,
      days: list(({ day }) => day),
      events: list(({ event }) => event),
      invocations: list(({ invocation_id }) => invocation_id),
      sequences: list(({ sequence }) => sequence),
      inserts: list(({ insert_id }) => insert_id),
    },
  );
  return rows.map(decodeEvent);
}

async function readBound(
  db: Database,
  query: string,
  parameters: Parameters,
): Promise<number | null> {
  const [row] = await db.rows<{ bound: string | null }>(
    `SELECT toString(maxOrNull(at)) AS bound FROM (${query})`,
    parameters,
  );
  return typeof row?.bound === 'string' ? Number(row.bound) : null;
}

function toPlaced(row: EventRow): PlacedEvent {
  const event = decodeEvent(row);
  const { invocation_id, sequence, timestamp, position, insert_id } = event;
  const at = Number(row.at);
  return { place: { at, invocation_id, sequence, timestamp, position, insert_id }, event };
}
