import { ErrorReport, firstReleases, share } from '@sonde/analytics';
import { type Aliases, readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import type { Database } from '../sql/database.js';
import { errorClassSql } from '../sql/error-class.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { longList, textsOf } from '../sql/long-list.js';
import { withHashedPerson } from '../sql/persons.js';
import { readOpenRange, readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

const listedClasses = 200;
const listedRows = 500;

interface ErrorKey {
  tool_name: string;
  class: string;
  /** Empty if unknown, or if the rows are not grouped by them. */
  version_name: string;
  command_name: string;
}

interface ErrorRow extends ErrorKey {
  depth: 'all' | 'class' | 'row';
  invocations: number;
  users: number;
  /** Of those, ended. */
  ended: number;
  /** All ended invocations of the same tool, or of the same version and command. */
  ended_of_all: number;
  /** Numbers of the intervals, and invocations in each. */
  trend: [starts: number[], counts: number[]];
  all_rows: number;
}

/** Error classes, and in which versions and commands they occur. */
export const errors = defineQuery({
  path: '/api/v1/errors',
  operation: 'getErrors',
  summary: 'Error classes by version and command, since when, and over time',
  access: { project: 'member' },
  parameters: { ...scopeParameters, ...zoneParameter },
  response: { name: 'ErrorReport', description: 'The errors', schema: ErrorReport },
  async read(source, input, now): Promise<ErrorReport> {
    const { db } = source;
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const [view, aliases] = await Promise.all([
      readView(source, input.project, range),
      readAliases(db, input.project),
    ]);
    const found = await readErrors(db, { view, scope: input, aliases, calendar });
    const [all] = found.filter(({ depth }) => depth === 'all');
    const classes = found.filter(({ depth }) => depth === 'class').slice(0, listedClasses);
    const rows = found.filter(({ depth }) => depth === 'row');
    const { since, spanOf } = await readSeen(db, view, [...classes, ...rows]);
    const toFields = (row: ErrorRow, { first, last }: Span) => ({
      ...{ tool: row.tool_name, error_class: row.class },
      ...{ invocations: row.invocations, users: row.users },
      share: share(row.ended, row.ended_of_all),
      first_seen: new Date(first).toISOString(),
      last_seen: new Date(last).toISOString(),
      trend: calendar.starts.map((start) => row.trend[1][row.trend[0].indexOf(start)] ?? 0),
    });
    return {
      invocations: all?.invocations ?? 0,
      users: all?.users ?? 0,
      interval: unit,
      times: calendar.starts.map((start) => new Date(start).toISOString()),
      total_classes: classes[0]?.all_rows ?? 0,
      classes: classes.map((row) => ({
        ...toFields(row, spanOf(row)),
        ...since(row.tool_name, row.class),
      })),
      total_rows: rows[0]?.all_rows ?? 0,
      rows: rows.map((row) => ({
        ...toFields(row, spanOf(row)),
        ...{ version: row.version_name, command: row.command_name },
        is_new: since(row.tool_name, row.class).since_version === row.version_name,
      })),
    };
  },
});

interface Asked {
  view: View;
  scope: ScopeFilters;
  aliases: Aliases;
  calendar: Calendar;
}

const columns = ['began', 'ending', 'error_class', 'tool', 'version', 'command'];

const keys = ({ soleTool }: View) => `${toolOfRow(soleTool)} AS tool_name,
  ifNull(version, '') AS version_name, ifNull(command, '') AS command_name, ${errorClassSql} AS class`;

/** All errors together, by class, and by all keys; the most frequent first. */
function readErrors(db: Database, { view, scope, aliases, calendar }: Asked): Promise<ErrorRow[]> {
  const invocations = invocationRows(view, scope);
  return db.rows<ErrorRow>(
    `SELECT *, toUInt32(count() OVER (PARTITION BY depth)) AS all_rows FROM (
       SELECT *,
         sum(ended) OVER (PARTITION BY depth, tool_name, version_name, command_name) AS ended_of_all
       FROM (
         SELECT
           multiIf(grouping(is_error) = 0, 'all', grouping(version_name) = 0, 'row', 'class') AS depth,
           is_error, tool_name, version_name, command_name, class, toUInt32(count()) AS invocations,
           countIf(ending IN (1, 3, 4)) AS ended,
           uniqExactIf(person, person != 0 AND isNotNull(row_class)) AS users,
           sumMapIf([interval_start], [toUInt32(1)], isNotNull(row_class)) AS trend
         FROM (
           SELECT person, ending, ${keys(view)}, class AS row_class, isNotNull(class) AS is_error,
             ${calendar.sql} AS interval_start
           FROM (${withHashedPerson(invocations.sql, aliases, columns)}))
         GROUP BY GROUPING SETS ((is_error), (tool_name, class),
           (tool_name, version_name, command_name, class))))
     WHERE if(depth = 'all', is_error, isNotNull(class))
     ORDER BY invocations DESC, tool_name, class, version_name, command_name
     LIMIT ${listedRows} BY depth`,
    { ...invocations.parameters, ...aliases.parameters, ...calendar.parameters },
  );
}

/** Start of the first and of the last invocation; milliseconds since 1970. */
interface Span {
  first: number;
  last: number;
}

/** By tool and class, by these and the version, or by all keys. Without a class: every version. */
interface SeenRow extends Span {
  depth: 'version' | 'class' | 'class_and_version' | 'row';
  tool_name: string;
  version_name: string;
  command_name: string;
  class: string | null;
}

/** Since when errors have been seen, whatever the range and the filters. */
async function readSeen(db: Database, view: View, listed: readonly ErrorKey[]) {
  const everything = { ...view, ...readOpenRange({}) };
  const invocations = invocationRows(everything);
  const span = 'min(began) AS first, max(began) AS last';
  const rows = await db.rows<SeenRow>(
    `WITH keyed AS (SELECT began, ${keys(view)} FROM (${invocations.sql}))
     SELECT 'version' AS depth, tool_name, version_name, '' AS command_name, NULL AS class, ${span}
     FROM keyed GROUP BY tool_name, version_name
     UNION ALL
     SELECT
       multiIf(grouping(command_name) = 0, 'row',
         grouping(version_name) = 0, 'class_and_version', 'class') AS depth,
       tool_name, version_name, command_name, class, ${span}
     FROM (SELECT * FROM keyed WHERE class IN (${textsOf('classes')}))
     GROUP BY GROUPING SETS ((tool_name, class), (tool_name, class, version_name),
       (tool_name, class, version_name, command_name))
     HAVING grouping(command_name) = 1 OR (tool_name, version_name, command_name, class) IN (
       ${textsOf('listed', 'Tuple(String, String, String, String)')})`,
    {
      ...invocations.parameters,
      classes: longList([...new Set(listed.map((row) => row.class))]),
      listed: longList(
        listed.map((row) => [row.tool_name, row.version_name, row.command_name, row.class]),
      ),
    },
  );
  const keyOf = (row: ErrorRow | SeenRow) =>
    JSON.stringify([
      ...[row.depth, row.tool_name, row.class],
      ...(row.depth === 'row' ? [row.version_name, row.command_name] : []),
    ]);
  const spans = new Map<string, Span>(rows.map((row) => [keyOf(row), row]));
  const versions = rows.filter(({ depth }) => depth === 'version' || depth === 'class_and_version');
  return {
    since: firstReleases(
      versions.map((row) => ({
        ...{ tool: row.tool_name, version: row.version_name, error_class: row.class },
      })),
    ),
    /** Deletions may remove what was counted before. */
    spanOf: (row: ErrorRow) => spans.get(keyOf(row)) ?? { first: 0, last: 0 },
  };
}
