import {
  buildFlowTimes,
  durationBounds,
  FlowTimes,
  type FlowTimesTally,
  type TimeSpread,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import {
  type Calendar,
  divideRange,
  intervalOf,
  readZone,
  unitOf,
  zoneParameter,
} from '../sql/calendar.js';
import type { Database } from '../sql/database.js';
import { readFlowCatalog } from '../sql/flow-catalog.js';
import { type FlowRuns, flowRuns } from '../sql/flow-runs.js';
import { waitsSql } from '../sql/flow-tally.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery, idInPath } from './query.js';

/** How long the runs of a flow take, and how many complete over time. */
export const flowTimes = defineQuery({
  path: '/api/v1/flows/:flow/times',
  operation: 'getFlowTimes',
  summary: 'Runs of one flow over time, and how long they take',
  access: { project: 'member' },
  parameters: { flow: idInPath('Name of the flow'), ...scopeParameters, ...zoneParameter },
  response: { name: 'FlowTimes', description: 'The times', schema: FlowTimes },
  async read(source, input, now): Promise<FlowTimes> {
    const { project, flow } = input;
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const catalog = await readFlowCatalog(source, project, input);
    const shape = catalog.shapes.get(flow);
    if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });
    const view = await readView(source, project, range);
    const runs = await flowRuns(source, view, input, shape, catalog);
    const intervals = { unit, starts: calendar.starts };
    return buildFlowTimes(shape, intervals, await readTimes(source.db, runs, calendar));
  },
});

type Pair = [p50: number | null, p90: number | null];

interface PartRow {
  part: 'all' | 'interval' | 'bin' | 'stop';
  value: string;
  runs: number;
  completed: number;
  /** Of completed runs, and of those that stopped. */
  completing: Pair;
  stopping: Pair;
  /** For each event-backed stage except the first: runs with a time, and their times. */
  timed: number[];
  waits: Pair[];
}

const binSql = `toString(roundDown(ifNull(duration, 0), [${durationBounds.join(', ')}]))`;
/** The step after an `s`; empty for Started. */
const stopSql = "if(isNull(step), '', concat('s', assumeNotNull(step)))";

async function readTimes(
  db: Database,
  runs: FlowRuns,
  calendar: Calendar,
): Promise<FlowTimesTally> {
  const rows = await db.rows<PartRow>(
    `SELECT
       multiIf(grouping(by_interval) = 0, 'interval', grouping(by_bin) = 0, 'bin',
         grouping(by_stop) = 0, 'stop', 'all') AS part,
       multiIf(part = 'interval', by_interval, part = 'bin', by_bin, part = 'stop', by_stop, '') AS value,
       count() AS runs, sum(is_completed) AS completed,
       quantilesExactInclusiveIf(0.5, 0.9)(ifNull(duration, 0), is_completed) AS completing,
       quantilesExactInclusiveIf(0.5, 0.9)(ifNull(duration, 0),
         NOT is_completed AND isNotNull(duration)) AS stopping,
       sumForEach(arrayMap(wait -> toUInt64(isFinite(wait)), stage_waits)) AS timed,
       quantilesExactInclusiveForEach(0.5, 0.9)(stage_waits) AS waits
     FROM (
       SELECT duration, outcome = 'completed' AS is_completed, ${waitsSql} AS stage_waits,
         toString(${intervalOf('run_began')}) AS by_interval,
         if(is_completed, ${binSql}, NULL) AS by_bin,
         if(is_completed, NULL, ${stopSql}) AS by_stop
       FROM (${runs.sql}))
     GROUP BY GROUPING SETS ((), (by_interval), (by_bin), (by_stop))
     HAVING isNotNull(value)`,
    { ...runs.parameters, ...calendar.parameters },
  );
  const rowsOf = (part: PartRow['part']) => rows.filter((row) => row.part === part);
  const [all] = rowsOf('all');
  return {
    intervals: new Map(rowsOf('interval').map((row) => [Number(row.value), row])),
    toComplete: toSpread(all?.completed, all?.completing),
    bins: new Map(rowsOf('bin').map(({ value, runs: count }) => [Number(value), count])),
    fromPrevious: new Map(
      runs.stageIds.slice(1).map((id, i) => [id, toSpread(all?.timed[i], all?.waits[i])]),
    ),
    untilStopped: new Map(
      rowsOf('stop').map(({ value, runs: count, stopping }) => [
        value === '' ? null : value.slice(1),
        toSpread(count, stopping),
      ]),
    ),
  };
}

/** Without values the engine returns NaN, which becomes null in JSON. */
function toSpread(runs = 0, [p50, p90]: Pair = [null, null]): TimeSpread {
  return { runs, p50_ms: p50, p90_ms: p90 };
}
