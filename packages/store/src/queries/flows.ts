import {
  eventRole,
  FlowList,
  type FlowShape,
  FlowSummary,
  isListed,
  type Outcome,
  outcomes,
  share,
} from '@sonde/analytics';
import type { FlowRole } from '@sonde/protocol';
import { filterBase } from '../sql/base-filters.js';
import { beganWithin } from '../sql/began.js';
import type { Parameters } from '../sql/database.js';
import { type FlowCatalog, readFlowCatalog } from '../sql/flow-catalog.js';
import { flowPartRows, resumablePartRows } from '../sql/flow-part-rows.js';
import { outcomeSql } from '../sql/flow-runs.js';
import { type Condition, readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

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
    const view = await readView(source, project, range);
    const found = await Promise.all(
      [true, false].map((resumable) => {
        const alike = shapes.filter((shape) => shape.resumable === resumable);
        return readSummaries(source, view, input, alike, resumable, catalog);
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
  view: View,
  scope: ScopeFilters,
  shapes: readonly FlowShape[],
  resumable: boolean,
  catalog: FlowCatalog,
): Promise<SummaryRow[]> {
  if (shapes.length === 0) return [];
  const names = shapes.map(({ name }) => name);
  const parts = resumable ? await resumablePartRows(db, view, names) : flowPartRows(view, names);
  const filters = filterBase(scope, view.soleTool);
  const role = roleOfEvent(shapes, catalog);
  return db.rows<SummaryRow>(
    `SELECT flow, ${outcomes.map((outcome) => `countIf(outcome = '${outcome}') AS ${outcome}`).join(', ')},
       quantileExactInclusiveIf(0.5)(duration, outcome = 'completed') AS duration
     FROM (${endedRuns(parts.sql, filters.sql, role.sql, resumable)})
     GROUP BY flow`,
    { ...filters.parameters, ...parts.parameters, ...role.parameters },
  );
}

/**
 * Folds the runs of many flows, but only outcomes and the durations of completed runs.
 *
 * Columns: `flow`, `outcome`, `duration`.
 */
function endedRuns(rows: string, filters: string, role: string, resumable: boolean): string {
  const parts = `
  SELECT
    flow, invocation_id, flow_run_id, began, is_vanished,
    ${filters} AS passes,
    arrayMap(event -> toUInt8(${role}), events) AS roles,
    arrayFirstIndex(role -> role > 0, roles) AS terminal,
    tuple(roles[terminal], reasons[terminal], durations_ms[terminal], times[terminal]) AS ending,
    terminal > 0 AS ended,
    times[1] AS first_time
  FROM (${rows})`;
  return `
  SELECT flow, ${outcomeSql(resumable, 'ending.2')} AS outcome,
    if(ending.3 >= 0, assumeNotNull(ending.3),
      toFloat64(greatest(0, ending.4 - first_time))) AS duration
  FROM (${resumable ? joinParts(parts) : `SELECT * FROM (${parts}) WHERE passes`})`;
}

/**
 * Joins the parts of one run in order: it starts with the first part, and the first part with an
 * end event decides.
 */
function joinParts(parts: string): string {
  return `
  SELECT
    flow, parts[1].1 AS began, parts[1].4 AS first_time,
    parts[arrayFirstIndex(part -> part.3, parts)].6 AS ending,
    ending.1 > 0 AS ended
  FROM
  (
    SELECT flow, arraySort(part -> (part.1, part.2),
      groupArray(tuple(began, invocation_id, ended, first_time, passes, ending))) AS parts
    FROM (${parts})
    GROUP BY flow, flow_run_id, if(flow_run_id = '', invocation_id, '')
  )
  WHERE parts[1].5 AND ${beganWithin}`;
}

/** Their numbers in the statement, from 1. */
const endRoles: readonly FlowRole[] = ['completed', 'failed', 'aborted'];

/**
 * How an event ends a run of its flow: the number of the role, or 0.
 *
 * Decided by the event's name, which the engine looks up once per name, unless the same name has
 * another role in another flow.
 */
function roleOfEvent(shapes: readonly FlowShape[], catalog: FlowCatalog): Condition {
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
