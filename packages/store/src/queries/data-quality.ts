import type { LossReport, QuarantineReport } from '@sonde/analytics';
import { lossReasons } from '@sonde/protocol';
import type { Database } from './database.js';
import { longestInvocationMs, type Range, readRange } from './range.js';

const listedEvents = 50;

/** That a date can have. */
const latestTime = 8_640_000_000_000_000;

function monthOf(time: number): number {
  const date = new Date(Math.min(Math.max(time, 0), latestTime));
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/**
 * Months to read for a range: all in which a repeat may have arrived. Clients repeat what they have
 * for a week.
 */
const monthsOf = ({ from, to }: Range) => ({
  first_month: monthOf(from - longestInvocationMs),
  last_month: monthOf(to + longestInvocationMs),
});

const isOfMonths = 'month BETWEEN {first_month:UInt32} AND {last_month:UInt32}';

/** What was kept aside in a range of arrival, counted by code, and the newest of it without its content. */
export async function readQuarantine(
  db: Database,
  project: string,
  scope: { from: string; to: string },
): Promise<QuarantineReport> {
  const range = readRange(scope);
  const parameters = { project, ...range, ...monthsOf(range) };
  const where = `FROM sonde.quarantine FINAL
     WHERE project = {project:String} AND ${isOfMonths}
       AND received_at >= {from:Int64} AND received_at < {to:Int64}`;
  const [codes, recent] = await Promise.all([
    db.rows<{ code: string; events: number }>(
      `SELECT code, count() AS events ${where} GROUP BY code ORDER BY events DESC, code`,
      parameters,
    ),
    db.rows<{
      arrived: number;
      insert_id: string;
      code: string;
      field: string | null;
      message: string;
    }>(
      `SELECT received_at AS arrived, insert_id, code, field, message ${where}
       ORDER BY received_at DESC, insert_id, code LIMIT ${listedEvents}`,
      parameters,
    ),
  ]);
  return {
    events: codes.reduce((sum, { events }) => sum + events, 0),
    codes,
    recent: recent.map(({ arrived, insert_id, ...problem }) => ({
      received_at: new Date(arrived).toISOString(),
      insert_id: insert_id === '' ? null : insert_id,
      ...problem,
    })),
  };
}

interface LossRow {
  batches: number;
  recorded: number;
  sent: number;
  dropped: Record<string, number>;
}

/** What clients said they lost, of the batches that arrived in a range. */
export async function readLosses(
  db: Database,
  project: string,
  scope: { from: string; to: string },
): Promise<LossReport> {
  const range = readRange(scope);
  const [row] = await db.rows<LossRow>(
    `SELECT count() AS batches, sum(losses.recorded) AS recorded, sum(losses.sent) AS sent,
       sumMap(losses.dropped) AS dropped
     FROM sonde.losses AS losses FINAL
     WHERE project = {project:String} AND ${isOfMonths}
       AND received_at >= {from:Int64} AND received_at < {to:Int64}`,
    { project, ...range, ...monthsOf(range) },
  );
  const { batches = 0, recorded = 0, sent = 0, dropped = {} } = row ?? {};
  const reasons = lossReasons.flatMap((reason) => {
    const count = dropped[reason] ?? 0;
    return reason === 'value' || count === 0 ? [] : [{ reason, events: count }];
  });
  const lost = reasons.reduce((sum, { events }) => sum + events, 0);
  return {
    batches,
    recorded,
    sent,
    lost,
    reasons: reasons.sort((a, b) => b.events - a.events),
    refused_values: dropped.value ?? 0,
  };
}
