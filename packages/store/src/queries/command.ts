import {
  CommandReport,
  compareSuccess,
  compareText,
  compareVersionsDescending,
  DurationBucket,
  durationBounds,
  fillHistogram,
  share,
  Totals,
} from '@sonde/analytics';
import { readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import type { Database } from '../sql/database.js';
import { errorClassSql } from '../sql/error-class.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { type Condition, readRangeAndPrevious } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { endedCount, type TotalsRow, toTotals, totalsColumns, totalsSql } from '../sql/totals.js';
import { defineQuery, idInPath } from './query.js';

const listedValues = 50;

/** What the rows are grouped by, as texts; null: in no group. */
const groupings = {
  interval: 'toString(interval_start)',
  tool: 'toString(tool_name)',
  version: "nullIf(toString(version), '')",
  context: "nullIf(toString(cli_context), '')",
  exit_code: "if(ending = 0, NULL, ifNull(toString(exit_code), 'none'))",
  error_class: errorClassSql,
  duration: `toString(roundDown(duration_ms, [${durationBounds.join(', ')}]))`,
};
type Grouping = keyof typeof groupings | 'all' | 'previous';

interface PartRow extends TotalsRow {
  grouping: Grouping;
  value: string;
}

/** One command: its runs over time, and what they have in common. */
export const command = defineQuery({
  path: '/api/v1/commands/:name',
  operation: 'getCommand',
  summary: 'One command over time: durations, exit codes, errors, flags, versions, contexts',
  access: { project: 'member' },
  parameters: {
    name: idInPath('Full path of the command; it need not be among those of `command`'),
    ...scopeParameters,
    ...zoneParameter,
  },
  response: {
    name: 'CommandReport',
    description: 'The command; without invocations in the range, all lists are empty',
    schema: CommandReport,
    parts: { Totals, DurationBucket },
  },
  async read(source, input, now): Promise<CommandReport> {
    const { both, range } = readRangeAndPrevious(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const view = await readView(source, input.project, both);
    const invocations = invocationRows(view, input);
    const aliases = await readAliases(source.db, input.project);
    const columns = [
      ...totalsColumns,
      ...['began', 'tool', 'version', 'cli_context', 'exit_code', 'error_class', 'flags'],
    ];
    const own = {
      sql: `SELECT *, ${toolOfRow(view.soleTool)} AS tool_name
        FROM (${withHashedPerson(
          `SELECT * FROM (${invocations.sql}) WHERE command = {its_command:String}`,
          aliases,
          columns,
        )})`,
      parameters: {
        ...invocations.parameters,
        ...aliases.parameters,
        its_command: input.name,
        middle: range.from,
      },
    };
    const [parts, flags] = await Promise.all([
      readParts(source.db, own, calendar),
      readFlags(source.db, own),
    ]);
    const rowsOf = (grouping: Grouping) => parts.filter((row) => row.grouping === grouping);
    const valuesOf = (grouping: Grouping) =>
      rowsOf(grouping).map((row) => ({ value: row.value, totals: toTotals(row) }));
    const totals = toTotals(rowsOf('all')[0]);
    const [previous] = rowsOf('previous');
    const byInterval = new Map(rowsOf('interval').map((row) => [Number(row.value), row]));
    return {
      command: input.name,
      tools: valuesOf('tool')
        .map(({ value }) => value)
        .sort(compareText),
      interval: unit,
      totals,
      previous: previous === undefined ? null : toTotals(previous),
      series: calendar.starts.map((start) => ({
        time: new Date(start).toISOString(),
        ...toTotals(byInterval.get(start)),
      })),
      durations: fillHistogram(
        new Map(rowsOf('duration').map((row) => [Number(row.value), row.invocations])),
      ),
      exit_codes: valuesOf('exit_code').map(({ value, totals: { invocations, users } }) => ({
        exit_code: value === 'none' ? null : Number(value),
        ...{ invocations, users },
      })),
      error_classes: valuesOf('error_class').map(({ value, totals: { invocations, users } }) => ({
        error_class: value,
        ...{ invocations, users },
      })),
      flags: flags.map((row) => compareFlag(row, totals)),
      versions: valuesOf('version')
        .map(({ value, totals }) => ({ version: value, ...totals }))
        .sort((a, b) => compareVersionsDescending(a.version, b.version)),
      contexts: valuesOf('context').map(({ value, totals }) => ({ cli_context: value, ...totals })),
    };
  },
});

/** @param own The command's invocations in this range and the previous one. */
function readParts(db: Database, own: Condition, calendar: Calendar): Promise<PartRow[]> {
  const names = Object.keys(groupings);
  const keys = names.map((name) => `by_${name}`);
  const keyed = Object.entries(groupings).map(([name, sql]) => `${sql} AS by_${name}`);
  const cases = (value: (name: string) => string) =>
    names.map((name) => `grouping(by_${name}) = 0, ${value(name)}`).join(', ');
  return db.rows<PartRow>(
    `SELECT
       multiIf(${cases((name) => `'${name}'`)}, 'all') AS grouping,
       multiIf(${cases((name) => `by_${name}`)}, '') AS value,
       ${totalsSql}
     FROM (
       SELECT *, ${keyed.join(', ')}
       FROM (SELECT *, ${calendar.sql} AS interval_start FROM (${own.sql}))
       WHERE began >= {middle:Int64})
     GROUP BY GROUPING SETS ((), ${keys.map((key) => `(${key})`).join(', ')})
     HAVING isNotNull(value)
     ORDER BY invocations DESC, value
     LIMIT ${listedValues} BY grouping, if(grouping = 'interval', value, '')
     UNION ALL
     SELECT 'previous' AS grouping, '' AS value, ${totalsSql}
     FROM (${own.sql}) WHERE began < {middle:Int64} HAVING invocations > 0`,
    { ...own.parameters, ...calendar.parameters },
  );
}

interface FlagRow extends TotalsRow {
  flag: string;
}

/** @param own The command's invocations in this range and the previous one. */
function readFlags(db: Database, own: Condition): Promise<FlagRow[]> {
  return db.rows<FlagRow>(
    `SELECT toString(flag) AS flag, ${totalsSql}
     FROM (SELECT * FROM (${own.sql}) WHERE began >= {middle:Int64})
     ARRAY JOIN flags AS flag
     GROUP BY flag
     ORDER BY invocations DESC, flag
     LIMIT ${listedValues}`,
    own.parameters,
  );
}

/** @param totals All invocations of the command. */
function compareFlag(row: FlagRow, totals: Totals): CommandReport['flags'][number] {
  const given = countSuccess(row);
  const all = countSuccess(totals);
  const others = {
    invocations: all.invocations - given.invocations,
    succeeded: all.succeeded - given.succeeded,
    ended: all.ended - given.ended,
  };
  return {
    flag: row.flag,
    users: row.users,
    given: { ...given, success_rate: share(given.succeeded, given.ended) },
    not_given: { ...others, success_rate: share(others.succeeded, others.ended) },
    difference: compareSuccess(given, others),
  };
}

function countSuccess(counts: Omit<TotalsRow, 'durations'>) {
  const { invocations, succeeded } = counts;
  return { invocations, succeeded, ended: endedCount(counts) };
}
