import { count, isoTime, milliseconds } from '@sonde/analytics';
import { Type } from 'typebox';
import { arrivalParameters, isNear } from '../sql/arrivals.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import type { Database, Parameters } from '../sql/database.js';
import { quarantineKey } from '../sql/quarantined.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { defineQuery } from './query.js';

const Delay = Type.Object({
  p50_ms: milliseconds('Median, interpolated; null without events'),
  p95_ms: milliseconds('95th percentile, interpolated; null without events'),
  max_ms: milliseconds('Longest; null without events'),
});

const ArrivalReport = Type.Object({
  interval: Type.Enum(['hour', 'day']),
  stored: count('Events that arrived in the range and are stored, each once'),
  quarantined: count('Events that arrived in the range and are in quarantine, each once'),
  series: Type.Array(
    Type.Object({
      time: isoTime('Start of the hour or day'),
      stored: count('Events stored'),
      quarantined: count('Events quarantined'),
    }),
    { description: 'By arrival, in order, without gaps' },
  ),
  delivery: Type.Object(Delay.properties, {
    description: 'From the recording of an event, by the corrected clock, to its arrival',
  }),
  storing: Type.Object(Delay.properties, {
    description:
      'From the arrival of an event to the start of the commit that stored it; longer if the store was overloaded',
  }),
});

interface StoredRow {
  /** 1 if the row is of the range, 0 if it is of one interval. */
  is_total: number;
  bucket: number;
  events: number;
  delivery: number[];
  /** Events whose commit is known: those of early versions are not. */
  timed: number;
  storing: number[];
}

/** What arrived, and how long it took from the recording to the store. */
export const arrivals = defineQuery({
  path: '/api/v1/arrivals',
  operation: 'getArrivals',
  summary: 'Events by arrival, and how long they took from the recording to the store',
  access: { project: 'member' },
  parameters: { ...rangeParameters, ...zoneParameter },
  response: { name: 'ArrivalReport', description: 'Counts and delays', schema: ArrivalReport },
  async read({ db }, input, now) {
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const parameters = { ...arrivalParameters(input.project, range), ...calendar.parameters };
    const [stored, quarantined] = await Promise.all([
      readStored(db, calendar, parameters),
      readQuarantined(db, calendar, parameters),
    ]);
    const total = stored.find(({ is_total }) => is_total === 1);
    const storedAt = new Map(
      stored.flatMap((row) => (row.is_total === 1 ? [] : [[row.bucket, row.events]])),
    );
    const series = calendar.starts.map((start) => ({
      time: new Date(start).toISOString(),
      stored: storedAt.get(start) ?? 0,
      quarantined: quarantined.get(start) ?? 0,
    }));
    return {
      interval: unit,
      stored: total?.events ?? 0,
      quarantined: [...quarantined.values()].reduce((sum, events) => sum + events, 0),
      series,
      delivery: toDelay(total?.delivery, total?.events),
      storing: toDelay(total?.storing, total?.timed),
    };
  },
});

/** An event that arrived again, and was stored twice, counts at its first arrival. */
function readStored(db: Database, { sql }: Calendar, parameters: Parameters): Promise<StoredRow[]> {
  const delays = (column: string) => {
    const known = `${column} >= 0`;
    return `arrayMap(one -> if(isFinite(one), one, 0), arrayConcat(
       quantilesExactInclusiveIf(0.5, 0.95)(${column}, ${known}), [toFloat64(maxIf(${column}, ${known}))]))`;
  };
  return db.rows<StoredRow>(
    `SELECT GROUPING(bucket) AS is_total, ${sql} AS bucket, toUInt32(count()) AS events,
       ${delays('delivering')} AS delivery,
       toUInt32(countIf(waiting >= 0)) AS timed, ${delays('waiting')} AS storing
     FROM (
       SELECT min(received_at) AS began, argMin(delay, received_at) AS delivering,
         argMin(wait, received_at) AS waiting
       FROM (
         SELECT sipHash64(invocation_id, insert_id) AS its, received_at,
           greatest(0, received_at - corrected_time) AS delay,
           if(committed_at = 0, -1, greatest(0, committed_at - received_at)) AS wait
         FROM sonde.events
         WHERE project = {project:String}
           AND received_at >= {read_from:Int64} AND received_at < {to:Int64})
       GROUP BY its HAVING began >= {from:Int64})
     GROUP BY GROUPING SETS ((), (bucket))`,
    parameters,
  );
}

async function readQuarantined(
  db: Database,
  { sql }: Calendar,
  parameters: Parameters,
): Promise<Map<number, number>> {
  const rows = await db.rows<{ bucket: number; events: number }>(
    `SELECT ${sql} AS bucket, toUInt32(count()) AS events
     FROM (
       SELECT min(received_at) AS began FROM sonde.quarantine
       WHERE ${isNear} GROUP BY ${quarantineKey} HAVING began >= {from:Int64} AND began < {to:Int64})
     GROUP BY bucket`,
    parameters,
  );
  return new Map(rows.map(({ bucket, events }) => [bucket, events]));
}

function toDelay(values: readonly number[] | undefined, events = 0) {
  const [p50_ms = null, p95_ms = null, max_ms = null] = events === 0 ? [] : (values ?? []);
  return { p50_ms, p95_ms, max_ms };
}
