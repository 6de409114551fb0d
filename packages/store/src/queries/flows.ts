import {
  count,
  declaration,
  eventRole,
  type FlowShape,
  flowTools,
  isListed,
  milliseconds,
  type Outcome,
  OutcomeCounts,
  outcomes,
  ratio,
  share,
} from '@sonde/analytics';
import type { FlowRole } from '@sonde/protocol';
import { type Static, Type } from 'typebox';
import type { Parameters } from '../sql/database.js';
import { type FlowCatalog, readFlowCatalog } from '../sql/flow-catalog.js';
import { outcomeSql, within } from '../sql/flow-runs.js';
import { placeSql, placeTime, startSql } from '../sql/place.js';
import { type Condition, type Reach, readRange, scopeParts } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { reachRuns, type Source } from '../sql/source.js';
import { defineQuery } from './query.js';

const FlowSummary = Type.Object({
  flow: Type.String({ description: 'Name in the catalog' }),
  title: Type.String(),
  declared: Type.Boolean({ description: 'Whether `declaration` is `now`' }),
  declaration: declaration('the flow'),
  tools: flowTools,
  runs: count('Flow runs started in the range'),
  outcomes: OutcomeCounts,
  conversion: ratio('completed / runs'),
  duration_p50_ms: milliseconds('Median duration of completed runs'),
});
export type FlowSummary = Static<typeof FlowSummary>;

const FlowList = Type.Object({ flows: Type.Array(FlowSummary) });

/** The outcomes of every flow: declared flows in catalog order, then undeclared ones. */
export const flows = defineQuery({
  path: '/api/v1/flows',
  operation: 'getFlows',
  summary: 'Declared and undeclared flows with their outcomes',
  access: { project: 'member' },
  parameters: scopeParameters,
  response: {
    name: 'FlowList',
    description: 'The flows',
    schema: FlowList,
    parts: { FlowSummary },
  },
  async read(source, input, now) {
    const { project } = input;
    const range = readRange(input, now);
    const catalog = await readFlowCatalog(source, project, input);
    const shapes = [...catalog.shapes.values()];
    const reach = await reachRuns(source, project, range, shapes);
    const found = await Promise.all(
      [true, false].map((resumable) => {
        const alike = shapes.filter((shape) => shape.resumable === resumable);
        return readSummaries(source, project, input, reach, alike, resumable, catalog);
      }),
    );
    const rows = new Map(found.flat().map((row) => [row.flow, row]));
    const flows = shapes.flatMap((shape) => {
      const summary = toSummary(shape, rows.get(shape.name));
      return summary.runs > 0 || isListed(shape, input.tool ?? []) ? [summary] : [];
    });
    return { flows };
  },
});

interface SummaryRow extends Record<Outcome, number> {
  flow: string;
  duration: number | null;
}

function toSummary(shape: FlowShape, row: SummaryRow | undefined): FlowSummary {
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, row?.[outcome] ?? 0]),
  ) as Record<Outcome, number>;
  const total = outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
  return {
    flow: shape.name,
    title: shape.title,
    declared: shape.declaration === 'now',
    declaration: shape.declaration,
    tools: [...shape.tools],
    runs: total,
    outcomes: counts,
    conversion: share(counts.completed, total),
    duration_p50_ms: row?.duration ?? null,
  };
}

/** All resumable flows, or all others, in one statement: there may be a thousand. */
async function readSummaries(
  { db }: Source,
  project: string,
  scope: ScopeFilters,
  reach: Reach,
  shapes: readonly FlowShape[],
  resumable: boolean,
  catalog: FlowCatalog,
): Promise<SummaryRow[]> {
  if (shapes.length === 0) return [];
  const runs = endedRuns(project, scope, reach, shapes, resumable, catalog);
  return db.rows<SummaryRow>(
    `SELECT flow, ${outcomes.map((outcome) => `countIf(outcome = '${outcome}') AS ${outcome}`).join(', ')},
       quantileExactInclusiveIf(0.5)(duration, outcome = 'completed') AS duration
     FROM (${runs.sql})
     GROUP BY flow`,
    runs.parameters,
  );
}

/**
 * Folds the runs of many flows, but only outcomes and the durations of completed runs.
 *
 * Columns: `flow`, `outcome`, `duration`.
 */
function endedRuns(
  project: string,
  scope: ScopeFilters,
  reach: Reach,
  shapes: readonly FlowShape[],
  resumable: boolean,
  catalog: FlowCatalog,
): Condition {
  const { rows, filters, parameters } = scopeParts(project, reach, scope);
  const role = roleOfRow(shapes, catalog);
  const passes = ['true', ...filters].join(' AND ');
  const parts = `
  SELECT
    flow, invocation_id, flow_run_id,
    min(place) AS first,
    ${startSql} AS corrected_start,
    max(row_passes) AS passes,
    argMinIf(tuple(role, reason, duration_ms, place), place, role > 0) AS ending,
    ending.1 > 0 AS ended,
    ${placeTime('first')} AS first_time
  FROM
  (
    SELECT flow, invocation_id, flow_run_id, reason, duration_ms, sequence, corrected_time,
      ${placeSql} AS place, ${role.sql} AS role, ${passes} AS row_passes
    FROM sonde.events
    WHERE ${rows} AND flow IN {flows:Array(String)} ${resumable ? '' : `AND ${passes}`}
  )
  GROUP BY flow, invocation_id, flow_run_id`;
  const runs = resumable ? joinParts(parts) : `${parts} HAVING ${within}`;
  return {
    sql: `
  SELECT flow, ${outcomeSql(resumable ? null : reach, 'ending.2')} AS outcome,
    if(ending.3 >= 0, assumeNotNull(ending.3),
      toFloat64(greatest(0, ${placeTime('ending.4')} - first_time))) AS duration
  FROM (${runs})`,
    parameters: { ...parameters, ...role.parameters, flows: shapes.map(({ name }) => name) },
  };
}

/**
 * Joins the parts of one run in order: it starts with the first part, and the first part with an
 * end event decides.
 */
function joinParts(parts: string): string {
  return `
  SELECT
    flow, parts[1].1 AS corrected_start, parts[1].4 AS first_time,
    parts[arrayFirstIndex(part -> part.3, parts)].6 AS ending,
    ending.1 > 0 AS ended
  FROM
  (
    SELECT flow, arraySort(part -> (part.1, part.2),
      groupArray(tuple(corrected_start, invocation_id, ended, first_time, passes, ending))) AS parts
    FROM (${parts})
    GROUP BY flow, flow_run_id, if(flow_run_id = '', invocation_id, '')
  )
  WHERE parts[1].5 AND ${within}`;
}

/** Their numbers in the statement, from 1. */
const endRoles: readonly FlowRole[] = ['completed', 'failed', 'aborted'];

/**
 * How an event ends a run of its flow: the number of the role, or 0.
 *
 * Decided by the event's name, which the engine looks up once per name, unless the same name has
 * another role in another flow.
 */
function roleOfRow(shapes: readonly FlowShape[], catalog: FlowCatalog): Condition {
  const byFlow = new Map(shapes.map((shape) => [shape.name, shape]));
  const seen = catalog.seen.flatMap(({ flow, event }) => {
    const shape = byFlow.get(flow);
    return shape === undefined ? [] : [{ flow, event, role: eventRole(shape, event) }];
  });
  const rolesOf = new Map<string, Set<FlowRole>>();
  for (const { event, role } of seen) {
    rolesOf.set(event, (rolesOf.get(event) ?? new Set()).add(role));
  }
  const isCertain = ({ event }: { event: string }) => rolesOf.get(event)?.size === 1;
  const parts: string[] = [];
  const parameters: Parameters = {};
  endRoles.forEach((role, i) => {
    const own = seen.filter((entry) => entry.role === role);
    const names = own.filter(isCertain).map(({ event }) => event);
    const pairs = own
      .filter((entry) => !isCertain(entry))
      .map(({ flow, event }) => `${Buffer.byteLength(flow)}:${flow}${event}`);
    if (names.length > 0) {
      parts.push(`event IN {${role}_names:Array(String)}, ${i + 1}`);
      parameters[`${role}_names`] = [...new Set(names)];
    }
    if (pairs.length > 0) {
      const pair = "concat(toString(length(flow)), ':', flow, event)";
      parts.push(`${pair} IN {${role}_pairs:Array(String)}, ${i + 1}`);
      parameters[`${role}_pairs`] = pairs;
    }
  });
  return { sql: parts.length === 0 ? '0' : `multiIf(${parts.join(', ')}, 0)`, parameters };
}
