import type { Page } from '../page.js';
import { readCursor, writeCursor } from '../sql/cursor.js';
import type { Database, Parameters } from '../sql/database.js';
import type { DeadLetter, DeadLetterPage, DeadLetterState } from './forwarding-store.js';

export const columns = [
  ...['project', 'forwarder', 'insert_id', 'day', 'event', 'invocation_id', 'sequence'],
  ...['received_at', 'code', 'status', 'response', 'refused_at', 'state', 'revision'],
];

/** One line of `JSONCompactEachRow`. */
export function encode(letter: DeadLetter, revision: number): string {
  const values = { ...letter, revision } as Record<string, string | number>;
  return JSON.stringify(
    columns.map((column) => {
      const value = values[column];
      return typeof value === 'string' ? value.toWellFormed() : value;
    }),
  );
}

/** Those that are dead or waiting, newest first. */
export async function readPage(
  db: Database,
  project: string,
  forwarder: string,
  { limit, cursor }: Page,
): Promise<DeadLetterPage> {
  const [at, id] = cursor === null ? [] : readCursor(cursor);
  const isAfter = cursor === null ? '' : 'AND (refused, insert_id) < ({at:Int64}, {id:String})';
  const letters = await read(
    db,
    `state_now != 'settled' ${isAfter} ORDER BY refused DESC, insert_id DESC LIMIT {limit:UInt32}`,
    // One more row shows whether there is another page.
    { project, forwarder, limit: limit + 1, at: at ?? 0, id: id ?? '' },
  );
  const dead_letters = letters.slice(0, limit);
  const last = dead_letters.at(-1);
  const isLast = letters.length <= limit || last === undefined;
  return {
    dead_letters,
    next_cursor: isLast ? null : writeCursor([last.refused_at, last.insert_id]),
  };
}

/** Oldest first. */
export function find(
  db: Database,
  project: string,
  forwarder: string,
  which: { insertIds: readonly string[] } | { state: DeadLetterState },
  limit: number,
): Promise<DeadLetter[]> {
  const [condition, parameters] =
    'state' in which
      ? ['state_now = {state:String}', { state: which.state }]
      : ["state_now = 'dead' AND insert_id IN {ids:Array(String)}", { ids: which.insertIds }];
  return read(db, `${condition} ORDER BY refused, insert_id LIMIT {limit:UInt32}`, {
    ...{ project, forwarder, limit },
    ...parameters,
  });
}

export async function count(
  db: Database,
  project: string,
  forwarder: string,
): Promise<{ dead: number; waiting: number }> {
  const [row] = await db.rows<{ dead: string; waiting: string }>(
    `SELECT toString(countIf(state_now = 'dead')) AS dead,
       toString(countIf(state_now = 'waiting')) AS waiting FROM (${latest})`,
    { project, forwarder },
  );
  return { dead: Number(row?.dead), waiting: Number(row?.waiting) };
}

interface Row {
  insert_id: string;
  its_day: number;
  its_event: string;
  its_invocation: string;
  its_sequence: string;
  received: string;
  its_code: string;
  its_status: number;
  its_response: string;
  refused: string;
  state_now: DeadLetterState;
}

const latest = `SELECT insert_id, argMax(state, revision) AS state_now,
    any(toUInt16(day)) AS its_day, any(event) AS its_event, any(invocation_id) AS its_invocation,
    any(sequence) AS its_sequence, any(received_at) AS received,
    argMax(code, revision) AS its_code, argMax(status, revision) AS its_status,
    argMax(response, revision) AS its_response, argMax(refused_at, revision) AS refused
  FROM sonde.dead_letters
  WHERE project = {project:String} AND forwarder = {forwarder:String} GROUP BY insert_id`;

async function read(
  db: Database,
  conditions: string,
  parameters: Parameters & { project: string; forwarder: string },
): Promise<DeadLetter[]> {
  const rows = await db.rows<Row>(
    `SELECT * REPLACE (toString(its_sequence) AS its_sequence, toString(received) AS received)
     FROM (${latest}) WHERE ${conditions}`,
    parameters,
  );
  const { project, forwarder } = parameters;
  return rows.map((row) => ({
    ...{ project, forwarder },
    insert_id: row.insert_id,
    day: row.its_day,
    event: row.its_event,
    invocation_id: row.its_invocation,
    sequence: Number(row.its_sequence),
    received_at: Number(row.received),
    code: row.its_code,
    status: row.its_status,
    response: row.its_response,
    refused_at: Number(row.refused),
    state: row.state_now,
  }));
}
