import type {
  FlowRunFilter,
  InvocationFilter,
  InvocationPage,
  InvocationStatus,
  InvocationSummary,
  Scope,
} from '@sonde/analytics';
import { funnelSteps } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { Page } from '../port.js';
import { readCursor, writeCursor } from './cursor.js';
import type { Database, Parameters } from './database.js';
import { readFlowCatalog } from './flow-catalog.js';
import { flowRuns } from './flow-runs.js';
import { readTally } from './funnel.js';
import { detailColumns, statusSql, summaryColumns, withPerson } from './invocation-rows.js';
import { type Condition, type Range, readRange, scopeCondition } from './range.js';
import { reachInvocations, reachRuns, type Source } from './source.js';

const largestPage = 1000;

export async function readInvocations(
  source: Source,
  project: string,
  scope: Scope,
  filter: InvocationFilter & FlowRunFilter,
  page: Page,
): Promise<InvocationPage> {
  const { db } = source;
  const range = readRange(scope);
  const limit = Math.min(Math.max(1, Math.trunc(page.limit)), largestPage);
  const rows = scopeCondition(project, await reachInvocations(source, project, range), scope);
  const runs = await matchingRuns(source, project, scope, range, filter);
  const wanted = invocationConditions(filter);
  const parameters: Parameters = {
    ...rows.parameters,
    ...runs?.parameters,
    ...wanted.parameters,
    ...cursorParameters(page.cursor),
  };

  // A number of runs counts runs that started in the range, so the list behind it goes by the runs.
  const within = runs === null ? 'HAVING began >= {from:Int64} AND began < {to:Int64}' : '';
  const invocations = `
    SELECT invocation_id, ${summaryColumns}, ${detailColumns}
    FROM sonde.events
    WHERE ${rows.sql} ${runs === null ? '' : 'AND invocation_id IN (SELECT arrayJoin(matching.2))'}
    GROUP BY invocation_id
    ${within}`;
  // A scalar, so that the runs are folded once for both of its uses.
  const matching =
    runs === null
      ? ''
      : `WITH (SELECT (count(), groupUniqArray(invocation_id)) FROM (${runs.sql})) AS matching`;
  const [found] = await db.rows<{
    flow_runs: number | null;
    total: number;
    keys: [number, string][];
  }>(
    `${matching}
     SELECT ${runs === null ? 'NULL' : 'matching.1'} AS flow_runs, count() AS total,
       groupArraySortedIf(${limit + 1})((-began, invocation_id),
         (-began, invocation_id) > ({after_time:Int64}, {after_id:String})) AS keys
     FROM (${filter.person === undefined ? invocations : withPerson(invocations)})
     WHERE ${wanted.sql}`,
    parameters,
  );
  const keys = found?.keys ?? [];
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  return {
    total: found?.total ?? 0,
    flow_runs: found?.flow_runs ?? null,
    invocations: await readSummaries(
      db,
      rows,
      shown.map(([, id]) => id),
    ),
    next_cursor: keys.length > limit && last !== undefined ? writeCursor(last) : null,
  };
}

function cursorParameters(cursor: string | null): Parameters {
  const [time, id] = cursor === null ? [Number.MIN_SAFE_INTEGER, ''] : readCursor(cursor);
  return { after_time: time, after_id: id };
}

function invocationConditions(filter: InvocationFilter): Condition {
  const parts = ['true'];
  const parameters: Parameters = {};
  if (filter.status !== undefined) {
    parts.push(`${statusSql} = {status:String}`);
    parameters.status = filter.status;
  }
  if (filter.error_class !== undefined) {
    parts.push('own_error_class = {own_error_class:String}');
    parameters.own_error_class = filter.error_class;
  }
  if (filter.person !== undefined) {
    // Nobody has an empty id: it stands for invocations that say nothing of who ran them.
    parts.push(
      "(person = {person:String} OR ({person:String} != '' AND {person:String} IN (own_user, own_anonymous)))",
    );
    parameters.person = filter.person;
  }
  return { sql: parts.join(' AND '), parameters };
}

/** Runs that the filter names, null when it names no flow. */
async function matchingRuns(
  source: Source,
  project: string,
  scope: Scope,
  range: Range,
  filter: FlowRunFilter,
): Promise<Condition | null> {
  const { flow, flow_reached, flow_stopped_at, flow_outcome, flow_reason, flow_error_class } =
    filter;
  const details = [flow_reached, flow_stopped_at, flow_outcome, flow_reason, flow_error_class];
  if (flow === undefined) {
    if (details.every((value) => value === undefined)) return null;
    throw new SondeError('parameter_invalid', { detail: 'flow is missing' });
  }
  const catalog = await readFlowCatalog(source.db, project);
  const shape = catalog.shapes.get(flow);
  if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });

  const reach = await reachRuns(source, project, range, [shape]);
  const namesStage = flow_reached !== undefined || flow_stopped_at !== undefined;
  const steps =
    shape.declared || !namesStage
      ? shape.steps
      : funnelSteps(
          shape,
          (await readTally(source, project, scope, reach, shape, catalog)).endings,
        );

  const runs = flowRuns(project, scope, reach, shape, catalog);
  const parts = ['true'];
  const parameters: Parameters = { drawn_steps: steps };
  const add = (sql: string, values: Parameters) => {
    parts.push(sql);
    Object.assign(parameters, values);
  };
  if (flow_outcome !== undefined) add('outcome = {outcome:String}', { outcome: flow_outcome });
  if (flow_reason !== undefined) add('reason = {reason:String}', { reason: flow_reason });
  if (flow_error_class !== undefined) {
    add('error_class = {flow_error_class:String}', { flow_error_class });
  }
  if (flow_reached !== undefined) {
    const stage = readStage(flow_reached, steps);
    if (stage.kind === 'milestone') {
      const position = runs.milestones.indexOf(stage.name);
      parts.push(position === -1 ? 'false' : `passed_${position}`);
    } else if (stage.kind === 'completed') parts.push("outcome = 'completed'");
    else if (stage.kind === 'step') {
      add(`(outcome = 'completed' OR ${stepPosition} >= {reached:Int64})`, {
        reached: stage.position,
      });
    }
  }
  if (flow_stopped_at !== undefined) {
    const stage = readStage(flow_stopped_at, steps);
    const position = stage.kind === 'started' ? 0 : stage.kind === 'step' ? stage.position : -1;
    add(`outcome != 'completed' AND ${stepPosition} = {stopped:Int64}`, { stopped: position });
  }
  return {
    sql: `SELECT * FROM (${runs.sql}) WHERE ${parts.join(' AND ')}`,
    parameters: { ...runs.parameters, ...parameters },
  };
}

/** Position of a run's furthest step from 1; 0 when it is not known. A step may be named ''. */
const stepPosition = "if(isNull(step), 0, indexOf({drawn_steps:Array(String)}, ifNull(step, '')))";

type Stage =
  | { kind: 'started' | 'completed' }
  | { kind: 'milestone'; name: string }
  | { kind: 'step'; position: number };

function readStage(id: string, steps: readonly string[]): Stage {
  if (id === 'started' || id === 'completed') return { kind: id };
  if (id.startsWith('milestone:'))
    return { kind: 'milestone', name: id.slice('milestone:'.length) };
  const position = id.startsWith('step:') ? steps.indexOf(id.slice('step:'.length)) + 1 : 0;
  if (position === 0) {
    throw new SondeError('parameter_invalid', { detail: `the flow has no stage ${id}` });
  }
  return { kind: 'step', position };
}

interface SummaryRow {
  invocation_id: string;
  began: number;
  command: string | null;
  version: string | null;
  cli_context: string | null;
  operating_system: string | null;
  is_ci: boolean;
  person: string;
  status: InvocationStatus;
  exit_code: number | null;
  error_class: string | null;
  took: number | null;
  events: number;
  missing: number;
}

/** In the order of the ids. */
async function readSummaries(
  db: Database,
  rows: Condition,
  ids: readonly string[],
): Promise<InvocationSummary[]> {
  if (ids.length === 0) return [];
  const invocations = withPerson(`
    SELECT invocation_id, ${summaryColumns}, ${detailColumns}
    FROM sonde.events
    WHERE ${rows.sql} AND invocation_id IN {ids:Array(String)}
    GROUP BY invocation_id`);
  const found = await db.rows<SummaryRow>(
    `SELECT invocation_id, began, own_command AS command, own_version AS version,
       own_context AS cli_context, own_system AS operating_system, own_ci AS is_ci, person,
       ${statusSql} AS status, own_exit_code AS exit_code, own_error_class AS error_class, took,
       arrived AS events, missing
     FROM (${invocations})`,
    { ...rows.parameters, ids },
  );
  const byId = new Map(found.map((row) => [row.invocation_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toSummary(row)];
  });
}

function toSummary({ began, took, ...row }: SummaryRow): InvocationSummary {
  return {
    ...row,
    started_at: new Date(began).toISOString(),
    command: row.command ?? '',
    version: row.version ?? '',
    cli_context: row.cli_context ?? '',
    operating_system: row.operating_system ?? '',
    duration_ms: took,
  };
}
