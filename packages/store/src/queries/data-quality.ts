import type { LossReport, QuarantineReport } from '@sonde/analytics';
import { type LossReason, lossReasons } from '@sonde/protocol';
import type { Database, Parameters } from './database.js';
import { longestInvocationMs, type Range, readRange } from './range.js';

const listedEvents = 50;

/** That a date can have. */
const latestTime = 8_640_000_000_000_000;

function monthOf(time: number): number {
  const date = new Date(Math.min(Math.max(time, 0), latestTime));
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/**
 * Rows to read for a range of arrival: all by which a repeat may have arrived. Clients repeat what they
 * have for a week.
 *
 * What belongs together is put together by the question and not by `FINAL`, which would read all
 * months there are.
 */
const isNear = `project = {project:String} AND month BETWEEN {first_month:UInt32} AND {last_month:UInt32}
  AND received_at >= {read_from:Int64} AND received_at < {read_to:Int64}`;

const isInRange = 'at >= {from:Int64} AND at < {to:Int64}';

function readParameters(project: string, range: Range): Parameters {
  const read_from = range.from - longestInvocationMs;
  const read_to = range.to + longestInvocationMs;
  return {
    project,
    ...range,
    read_from,
    read_to,
    first_month: monthOf(read_from),
    last_month: monthOf(read_to),
  };
}

/** Keys of fixed length take less time than the texts. */
const eventKey = 'sipHash128(insert_id, code, body_hash)';
const accountKey = 'sipHash128(batch_id)';

/** Of what was kept aside the first arrival counts. */
const keptAside = `SELECT any(code) AS its_code, min(received_at) AS at FROM sonde.quarantine
  WHERE ${isNear} GROUP BY ${eventKey} HAVING ${isInRange}`;

/** Among them are the newest that are listed, unless almost all of them are repeats. */
const newestKeys = `SELECT ${eventKey} FROM sonde.quarantine
  WHERE ${isNear} AND received_at >= {from:Int64} AND received_at < {to:Int64}
  ORDER BY received_at DESC LIMIT 10000`;

/** What was kept aside in a range of arrival, counted by code, and the newest of it without its content. */
export async function readQuarantine(
  db: Database,
  project: string,
  scope: { from: string; to: string },
): Promise<QuarantineReport> {
  const parameters = readParameters(project, readRange(scope));
  const [codes, recent] = await Promise.all([
    db.rows<{ code: string; events: number }>(
      `SELECT its_code AS code, count() AS events FROM (${keptAside})
       GROUP BY code ORDER BY events DESC, code`,
      parameters,
    ),
    db.rows<{
      at: number;
      insert_id: string;
      code: string;
      first_field: string | null;
      first_message: string;
    }>(
      `SELECT min(received_at) AS at, insert_id, code,
         argMin((field, message), received_at).1 AS first_field,
         argMin((field, message), received_at).2 AS first_message
       FROM sonde.quarantine
       WHERE ${isNear} AND ${eventKey} IN (${newestKeys})
       GROUP BY insert_id, code, body_hash HAVING ${isInRange}
       ORDER BY at DESC, insert_id, code LIMIT ${listedEvents}`,
      parameters,
    ),
  ]);
  return {
    events: codes.reduce((sum, { events }) => sum + events, 0),
    codes,
    recent: recent.map(({ at, insert_id, code, first_field, first_message }) => ({
      received_at: new Date(at).toISOString(),
      insert_id: insert_id === '' ? null : insert_id,
      code,
      field: first_field,
      message: first_message,
    })),
  };
}

type LossRow = Record<'batches' | 'recorded' | 'sent' | LossReason, number>;

/** Reason by reason: to merge maps takes ten times as long. */
const largestOfEach = lossReasons.map((reason) => `max(dropped['${reason}']) AS ${reason}`);
const sumOfEach = lossReasons.map((reason) => `sum(account.${reason}) AS ${reason}`);

/** What clients said they lost, of the batches that arrived in a range. */
export async function readLosses(
  db: Database,
  project: string,
  scope: { from: string; to: string },
): Promise<LossReport> {
  const [row] = await db.rows<LossRow>(
    `SELECT count() AS batches, sum(account.recorded) AS recorded, sum(account.sent) AS sent,
       ${sumOfEach.join(', ')}
     FROM (
       SELECT max(received_at) AS at, max(losses.recorded) AS recorded, max(losses.sent) AS sent,
         ${largestOfEach.join(', ')}
       FROM sonde.losses AS losses
       WHERE ${isNear} GROUP BY ${accountKey} HAVING ${isInRange}
     ) AS account`,
    readParameters(project, readRange(scope)),
  );
  const reasons = lossReasons.flatMap((reason) => {
    const count = row?.[reason] ?? 0;
    return reason === 'value' || count === 0 ? [] : [{ reason, events: count }];
  });
  const lost = reasons.reduce((sum, { events }) => sum + events, 0);
  return {
    batches: row?.batches ?? 0,
    recorded: row?.recorded ?? 0,
    sent: row?.sent ?? 0,
    lost,
    reasons: reasons.sort((a, b) => b.events - a.events),
    refused_values: row?.value ?? 0,
  };
}
