import { FreeFunnel, listedFunnelGroups, share } from '@sonde/analytics';
import { Type } from 'typebox';
import type { Database } from '../sql/database.js';
import { declaredEvents, isOfSdk } from '../sql/declared-events.js';
import { freeFunnelParameters, readFunnelDefinition } from '../sql/free-funnel-definition.js';
import { freeFunnelRows } from '../sql/free-funnel-rows.js';
import { readRange } from '../sql/range.js';
import { scopeListFilters, scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery } from './query.js';

/** A funnel over any events, in order. */
export const freeFunnel = defineQuery({
  path: '/api/v1/free-funnel',
  operation: 'getFreeFunnel',
  summary: 'How many invocations or persons have these events, in this order',
  access: { project: 'member' },
  parameters: {
    ...scopeParameters,
    ...freeFunnelParameters,
    by: Type.Optional(Type.Enum(scopeListFilters, { description: 'A base property to group by' })),
  },
  response: { name: 'FreeFunnel', description: 'The funnel', schema: FreeFunnel },
  async read(source, input, now): Promise<FreeFunnel> {
    const { project, per = 'invocation', by } = input;
    const definition = readFunnelDefinition({ ...input, per });
    const view = await readView(source, project, readRange(input, now));
    const rows = await freeFunnelRows(source.db, view, input, definition, { per, by });
    const names = definition.steps.map(({ event }) => event);
    const [catalogs, read] = await Promise.all([
      source.catalogs.read(project),
      rows === null ? [] : readCounts(source.db, rows, names.length, by !== undefined),
    ]);
    const whole = read.find(({ is_whole }) => is_whole === 1);
    const reached = names.map((_, i) => whole?.reached[i] ?? 0);
    const declared = declaredEvents(catalogs);
    const isKnown = (event: string, i: number) =>
      reached[i] !== 0 || declared.has(event) || isOfSdk(event);
    const unsure = names.filter((event, i) => !isKnown(event, i));
    const stored = await readStored(source.db, project, unsure);
    return {
      per,
      window_ms: definition.windowMs,
      steps: names.map((event, i) => ({
        event,
        known: isKnown(event, i) || stored.has(event),
        subjects: reached[i] ?? 0,
        from_previous: i === 0 ? null : share(reached[i] ?? 0, reached[i - 1] ?? 0),
        from_start: share(reached[i] ?? 0, reached[0] ?? 0),
        time_p50_ms: i === 0 ? null : (whole?.waits[i - 1] ?? null),
      })),
      groups: read
        .filter(({ is_whole }) => is_whole === 0)
        .map(({ first_value, reached: subjects }) => ({ value: first_value, subjects })),
    };
  },
});

/** Those that the project has, at any time. */
async function readStored(db: Database, project: string, names: string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db.rows<{ event: string }>(
    `SELECT event FROM sonde.events
     WHERE project = {project:String} AND event IN {names:Array(String)} GROUP BY event`,
    { project, names },
  );
  return new Set(rows.map(({ event }) => event));
}

interface CountRow {
  is_whole: number;
  first_value: string;
  reached: number[];
  /** Median time from the step before, from the second step on. */
  waits: (number | null)[];
}

function readCounts(
  db: Database,
  { sql, parameters }: { sql: string; parameters: object },
  steps: number,
  isGrouped: boolean,
): Promise<CountRow[]> {
  return db.rows<CountRow>(
    `SELECT grouping(first_value) AS is_whole, first_value,
       sumForEach(arrayMap(step -> toUInt32(step <= length(step_times)), range(1, ${steps + 1}))) AS reached,
       arrayMap(spread -> spread[1], quantilesExactInclusiveForEach(0.5)(
         arrayResize(arrayMap(wait -> toFloat64(wait), arrayPopFront(arrayDifference(step_times))),
           ${steps - 1}, nan))) AS waits
     FROM (${sql})
     GROUP BY GROUPING SETS ((), (first_value))
     ORDER BY is_whole DESC, reached[1] DESC, first_value
     LIMIT ${isGrouped ? listedFunnelGroups + 1 : 1}`,
    { ...parameters },
  );
}
