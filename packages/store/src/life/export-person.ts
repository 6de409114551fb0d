import type { Json } from '@sonde/protocol';
import { decodeEvent, type EventRow, eventColumns, toExported } from '../event-row.js';
import type { Person, PersonRecord } from '../port.js';
import type { Database } from '../sql/database.js';
import {
  eventsOf,
  type LinkedMatch,
  matchById,
  personInvocations,
  quarantinedOf,
  withLinkedIds,
} from './person.js';

/** Invocations and rows per statement. */
const pageInvocations = 500;
const pageRows = 5_000;
const pageQuarantined = 100;

interface InvocationRow {
  invocation_id: string;
  began: number;
  ended: number;
  whole: boolean;
}

/** The data of a person: events by invocation, oldest first, then quarantined events. */
export async function* exportPerson(
  db: Database,
  project: string,
  person: Person,
): AsyncGenerator<PersonRecord> {
  const match = await withLinkedIds(db, matchById(project, person));
  const invocations = await db.rows<InvocationRow>(
    `SELECT invocation_id, began, ended, whole FROM (${personInvocations(match)})
     ORDER BY began, invocation_id`,
    match.parameters,
  );
  for (let from = 0; from < invocations.length; from += pageInvocations) {
    yield* exportEvents(db, match, invocations.slice(from, from + pageInvocations));
  }
  yield* exportQuarantined(db, match);
}

async function* exportEvents(
  db: Database,
  match: LinkedMatch,
  invocations: readonly InvocationRow[],
): AsyncGenerator<PersonRecord> {
  const ids = invocations.map(({ invocation_id }) => invocation_id);
  const whole = invocations.filter((row) => row.whole).map(({ invocation_id }) => invocation_id);
  const first = Math.min(...invocations.map(({ began }) => began));
  const last = Math.max(...invocations.map(({ ended }) => ended));
  const place = `indexOf({ids:Array(String)}, invocation_id),
    sequence, timestamp, corrected_time, position, insert_id, event`;
  let after = {
    ...{ invocation: 0, sequence: 0, timestamp: 0, corrected: 0, position: 0 },
    ...{ insert: '', event: '' },
  };
  for (;;) {
    // Without FINAL: the person's versions of an event count.
    const rows = await db.rows<EventRow>(
      `SELECT * FROM (
         SELECT corrected_time, ${eventColumns.join(', ')} FROM sonde.events
         WHERE ${eventsOf(match, 'SELECT arrayJoin({whole:Array(String)})')}
           AND invocation_id IN {ids:Array(String)}
           AND corrected_time BETWEEN {first:Int64} AND {last:Int64}
         ORDER BY corrected_time, position LIMIT 1 BY day, event, invocation_id, sequence, insert_id)
       WHERE (${place}) >
         ({invocation:UInt32}, {sequence:UInt64}, {timestamp:Int64}, {corrected:Int64},
           {position:UInt32}, {insert:String}, {event:String})
       ORDER BY ${place} LIMIT ${pageRows}`,
      { ...match.parameters, ids, whole, first, last, ...after },
    );
    for (const row of rows) yield { kind: 'event', event: toExported(decodeEvent(row)) };
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageRows) return;
    after = {
      invocation: ids.indexOf(String(end.invocation_id)) + 1,
      sequence: Number(end.sequence),
      timestamp: Number(end.timestamp),
      corrected: Number(end.corrected_time),
      position: Number(end.position),
      insert: String(end.insert_id),
      event: String(end.event),
    };
  }
}

interface QuarantineRow {
  received: number;
  insert_id: string;
  code: string;
  first_field: string | null;
  first_message: string;
  first_body: string;
  hash: string;
}

async function* exportQuarantined(db: Database, match: LinkedMatch): AsyncGenerator<PersonRecord> {
  let after = { insert: '', code: '', hash: '0' };
  for (;;) {
    const rows = await db.rows<QuarantineRow>(
      `SELECT min(received_at) AS received, insert_id, code, toString(body_hash) AS hash,
         argMin((field, message), received_at).1 AS first_field,
         argMin((field, message), received_at).2 AS first_message, any(body) AS first_body
       FROM sonde.quarantine
       WHERE ${quarantinedOf(match)}
         AND (insert_id, code, body_hash) > ({insert:String}, {code:String}, {hash:UInt64})
       GROUP BY insert_id, code, body_hash
       ORDER BY insert_id, code, body_hash LIMIT ${pageQuarantined}`,
      { ...match.parameters, ...after },
    );
    for (const row of rows) {
      yield {
        kind: 'quarantined',
        quarantined: {
          received_at: new Date(row.received).toISOString(),
          insert_id: row.insert_id === '' ? null : row.insert_id,
          code: row.code,
          field: row.first_field,
          message: row.first_message,
          body: JSON.parse(row.first_body) as Json,
        },
      };
    }
    const end = rows.at(-1);
    if (end === undefined || rows.length < pageQuarantined) return;
    after = { insert: end.insert_id, code: end.code, hash: end.hash };
  }
}
