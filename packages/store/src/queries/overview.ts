import { compareText, compareVersionsDescending, Overview, share, Totals } from '@sonde/analytics';
import { readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import type { Database } from '../sql/database.js';
import { readFirstSeen, versionKey } from '../sql/first-seen.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type View } from '../sql/source.js';
import { endedCount, type TotalsRow, toTotals, totalsColumns, totalsSql } from '../sql/totals.js';
import { defineQuery } from './query.js';

const listedCommands = 20;

interface CountRow extends TotalsRow {
  /** 0 if the rows are grouped by this column, 1 if not. */
  any_bucket: number;
  any_tool: number;
  any_command: number;
  any_version: number;
  current: boolean;
  bucket: number;
  tool_name: string;
  command_name: string;
  version_name: string;
}

export const overview = defineQuery({
  path: '/api/v1/overview',
  operation: 'getOverview',
  summary: 'Invocations, people, success and durations over time',
  access: { project: 'member' },
  parameters: { ...scopeParameters, ...zoneParameter },
  response: { name: 'Overview', description: 'The overview', schema: Overview, parts: { Totals } },
  async read(source, input, now): Promise<Overview> {
    const { project } = input;
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const both = { from: range.from - (range.to - range.from), to: range.to };
    const view = await readView(source, project, both);
    const [rows, firstSeen] = await Promise.all([
      readCounts(source.db, view, input, range.from, calendar),
      readFirstSeen(source.db, view),
    ]);
    const isWhole = (row: CountRow) => row.any_bucket + row.any_tool === 2;
    const previous = rows.find((row) => isWhole(row) && !row.current);
    const current = rows.filter((row) => row.current);
    return {
      interval: unit,
      totals: toTotals(current.find(isWhole)),
      previous: previous === undefined ? null : toTotals(previous),
      series: drawSeries(current, calendar),
      commands: listCommands(current),
      versions: listVersions(current, firstSeen),
    };
  },
});

const countedColumns = [...totalsColumns, 'began', 'tool', 'command', 'version'];

/** All counts of the overview: of this range in every way it shows, and in all of the previous one. */
async function readCounts(
  db: Database,
  view: View,
  scope: ScopeFilters,
  middle: number,
  calendar: Calendar,
): Promise<CountRow[]> {
  const invocations = invocationRows(view, scope);
  const aliases = await readAliases(db, view.project);
  const rows = withHashedPerson(invocations.sql, aliases, countedColumns);
  return db.rows<CountRow>(
    `SELECT
       grouping(bucket) AS any_bucket, grouping(tool_name) AS any_tool,
       grouping(command) AS any_command, grouping(version) AS any_version,
       true AS current, bucket, tool_name,
       ifNull(command, '') AS command_name, ifNull(version, '') AS version_name, ${totalsSql}
     FROM (
       SELECT *, ${calendar.sql} AS bucket, ${toolOfRow(view.soleTool)} AS tool_name
       FROM (${rows}) WHERE began >= {middle:Int64})
     GROUP BY GROUPING SETS ((), (bucket), (tool_name, command), (tool_name, version))
     UNION ALL
     SELECT 1, 1, 1, 1, false, 0, '', '', '', ${totalsSql}
     FROM (${rows}) WHERE began < {middle:Int64} HAVING invocations > 0`,
    { ...invocations.parameters, ...aliases.parameters, ...calendar.parameters, middle },
  );
}

function drawSeries(rows: readonly CountRow[], { starts }: Calendar): Overview['series'] {
  const byBucket = new Map(
    rows.filter((row) => row.any_bucket === 0).map((row) => [row.bucket, row]),
  );
  return starts.map((start) => ({
    time: new Date(start).toISOString(),
    ...toTotals(byBucket.get(start)),
  }));
}

function listCommands(rows: readonly CountRow[]): Overview['commands'] {
  return rows
    .filter((row) => row.any_command === 0 && row.command_name !== '')
    .sort((a, b) => b.invocations - a.invocations || compareCommands(a, b))
    .slice(0, listedCommands)
    .map((row) => {
      const { invocations, users, success_rate, duration_p50_ms, duration_p95_ms } = toTotals(row);
      return {
        ...{ tool: row.tool_name, command: row.command_name, invocations, users },
        ...{ success_rate, duration_p50_ms, duration_p95_ms },
      };
    });
}

function compareCommands(a: CountRow, b: CountRow): number {
  return compareText(a.tool_name, b.tool_name) || compareText(a.command_name, b.command_name);
}

function listVersions(
  rows: readonly CountRow[],
  firstSeen: ReadonlyMap<string, number>,
): Overview['versions'] {
  return rows
    .filter((row) => row.any_version === 0 && row.version_name !== '')
    .sort(
      (a, b) =>
        compareText(a.tool_name, b.tool_name) ||
        compareVersionsDescending(a.version_name, b.version_name),
    )
    .map((row) => ({
      tool: row.tool_name,
      version: row.version_name,
      invocations: row.invocations,
      users: row.users,
      success_rate: share(row.succeeded, endedCount(row)),
      first_seen: new Date(
        firstSeen.get(versionKey(row.tool_name, row.version_name)) ?? 0,
      ).toISOString(),
    }));
}
