import {
  actorGroups,
  type FlowShape,
  InvocationPage,
  type InvocationStatus,
  type InvocationSummary,
  invocationStatuses,
  outcomes,
  withNamedSteps,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, type TObject, Type } from 'typebox';
import { actorSql, isAgentSql } from '../sql/actor.js';
import { type Aliases, readAliases } from '../sql/aliases.js';
import { toolOfRow } from '../sql/base-filters.js';
import { readCursor, type SortedCursor, writeCursor } from '../sql/cursor.js';
import type { Database, Parameters } from '../sql/database.js';
import { errorClassSql } from '../sql/error-class.js';
import { askedEvent, eventFilter, withEvents } from '../sql/event-filter.js';
import { type FirstFilter, firstFilter, readFirstFilter, withFirst } from '../sql/first-filter.js';
import { readFlowCatalog } from '../sql/flow-catalog.js';
import { findReaching, flowRuns } from '../sql/flow-runs.js';
import { readTally, waitsSql } from '../sql/flow-tally.js';
import { freeFunnelFilter, reachedStep } from '../sql/free-funnel-filter.js';
import { invocationRows, invocationsById, statusSql } from '../sql/invocation-rows.js';
import {
  defaultSort,
  needsPerson,
  type SortedRow,
  sortedCursor,
  sortedPage,
  sortKey,
  sortParameter,
  withSortKey,
} from '../sql/invocation-sort.js';
import { countedPerson, personHash, withCountedPerson, withPerson } from '../sql/persons.js';
import { type Condition, readRange } from '../sql/range.js';
import { withRepeats } from '../sql/repeats.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

const defaultPageSize = 50;

const invocationFilter = {
  status: Type.Optional(
    Type.Enum([...invocationStatuses, 'ended', 'unsuccessful'], {
      description:
        '`ended`: succeeded, failed or vanished, as counted by success rates; `unsuccessful`: failed or vanished',
    }),
  ),
  error_class: Type.Optional(
    Type.String({ description: 'Empty: those that failed without an error class' }),
  ),
  has_error: Type.Optional(
    Type.Boolean({ description: 'True: those with an error class, or that failed without one' }),
  ),
  exit_code: Type.Optional(
    Type.String({
      pattern: '^(none|-?[0-9]{1,15})$',
      description: 'An integer; `none`: completed without an exit code',
    }),
  ),
  flag: Type.Optional(Type.String({ description: 'Name of a flag that was given' })),
  without_flag: Type.Optional(Type.String({ description: 'Name of a flag that was not given' })),
  duration_from_ms: Type.Optional(
    Type.Number({ minimum: 0, description: 'Shortest duration, inclusive' }),
  ),
  duration_to_ms: Type.Optional(
    Type.Number({ minimum: 0, description: 'Longest duration, exclusive' }),
  ),
  actor: Type.Optional(
    Type.String({
      pattern: `^(${[...actorGroups, 'agent'].join('|')}|agent:.+)$`,
      description: 'Who ran it, as in `/api/v1/agents`; `agent` stands for all coding agents',
    }),
  ),
  repeated: Type.Optional(
    Type.Boolean({
      description:
        'True: only invocations that the same person started within a minute of the one before, with the same tool and command, among those in the range and the filters of every query. Not with a flow',
    }),
  ),
  person: Type.Optional(Type.String({ description: 'A user id or an anonymous id' })),
};
type InvocationFilter = Static<TObject<typeof invocationFilter>>;

/** Selects invocations with a matching flow run; one run must meet all conditions. */
const flowRunFilter = {
  flow: Type.Optional(Type.String({ description: 'Required by the others' })),
  flow_reached: Type.Optional(Type.String({ description: 'Id of a stage that the run reached' })),
  flow_stopped_at: Type.Optional(
    Type.String({ description: 'Id of the stage at which the run stopped' }),
  ),
  flow_outcome: Type.Optional(
    Type.Enum([...outcomes, 'ended'], { description: '`ended`: any but incomplete' }),
  ),
  flow_reason: Type.Optional(Type.String({ description: 'Reason of an aborted run' })),
  flow_error_class: Type.Optional(Type.String({ description: 'Error class of a failed run' })),
  flow_timed: Type.Optional(
    Type.String({
      description:
        'Id of an event-backed stage; runs with a time to it from the last one before that they reported',
    }),
  ),
  flow_duration_from_ms: Type.Optional(
    Type.Number({ minimum: 0, description: 'Shortest duration of the run, inclusive' }),
  ),
  flow_duration_to_ms: Type.Optional(
    Type.Number({ minimum: 0, description: 'Longest duration of the run, exclusive' }),
  ),
};
type FlowRunFilter = Static<TObject<typeof flowRunFilter>>;

export const invocations = defineQuery({
  path: '/api/v1/invocations',
  operation: 'getInvocations',
  summary: 'Lists invocations by filters and flow runs, newest first unless sorted',
  access: { project: 'member' },
  parameters: {
    ...scopeParameters,
    ...invocationFilter,
    ...firstFilter,
    ...eventFilter,
    ...flowRunFilter,
    ...freeFunnelFilter,
    ...sortParameter,
    count_people: Type.Optional(
      Type.Boolean({
        description:
          'True: `people` is the number of people of the listed invocations, counted as in `/api/v1/overview`. Default false: it takes longer',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 500,
        description: `Invocations per page. Default ${defaultPageSize}`,
      }),
    ),
    cursor: Type.Optional(Type.String({ description: '`next_cursor` of the previous page' })),
  },
  response: { name: 'InvocationPage', description: 'One page', schema: InvocationPage },
  async read(source, input, now) {
    const { project, limit = defaultPageSize, cursor, sort = defaultSort } = input;
    const { db } = source;
    const view = await readView(source, project, readRange(input, now));
    const runs = await matchingRuns(source, view, input);
    checkDurations('duration', input.duration_from_ms, input.duration_to_ms);
    checkDurations('flow_duration', input.flow_duration_from_ms, input.flow_duration_to_ms);
    const wanted = joinConditions(invocationConditions(input), await reachedStep(db, view, input));
    const aliases = await readAliases(db, project);
    const first = readFirstFilter(input);
    const event = askedEvent(input);
    const isSorted = sort !== defaultSort;
    const countsPeople = first !== null || input.count_people === true;
    const needsRows = event !== null || countsPeople || isSorted;
    const asked = { view, input, aliases, runs, wanted, first, countsPeople, needsRows, sort };
    const all = findInvocations(asked);
    const kept = [...(countsPeople ? [countedPerson] : []), ...(isSorted ? sortKey : [])];
    const found =
      event === null
        ? all
        : { ...all, ...(await withEvents(db, project, all, event, input.property ?? [], kept)) };
    const reading = db.rows<{
      flow_runs: number | null;
      people: number | null;
      matching_events: number | null;
      total: number;
      keys: ListKey[];
    }>(
      `${found.before}
       SELECT ${found.flowRuns} AS flow_runs, ${found.people} AS people,
         ${event === null ? 'NULL' : 'sum(its_events)'} AS matching_events, count() AS total,
         ${isSorted ? '[]' : newestKeys(limit + 1)} AS keys
       FROM (${found.sql})`,
      { ...found.parameters, ...(isSorted ? {} : cursorParameters(cursor)) },
    );
    const sorting = isSorted ? readSorted(db, found, sort, limit + 1, cursor) : null;
    const [[row], sorted] = await Promise.all([reading, sorting]);
    const { keys, cursors } = sorted ?? { keys: row?.keys ?? [], cursors: row?.keys ?? [] };
    const shown = keys.slice(0, limit);
    const last = cursors[limit - 1];
    return {
      total: row?.total ?? 0,
      flow_runs: row?.flow_runs ?? null,
      people: row?.people ?? null,
      matching_events: row?.matching_events ?? null,
      invocations: await readSummaries(db, view, aliases, shown),
      next_cursor: keys.length > limit && last !== undefined ? writeCursor(last) : null,
    };
  },
});

/** An invocation in a list. */
type ListKey = [negativeStart: number, id: string];

/** Faster than a sort: the engine keeps only as many as are asked for. */
const newestKeys = (limit: number) =>
  `groupArraySortedIf(${limit})((-began, invocation_id),
     (-began, invocation_id) > ({after_time:Int64}, {after_id:String}))`;

async function readSorted(
  db: Database,
  found: FoundInvocations,
  sort: string,
  limit: number,
  cursor: string | undefined,
): Promise<{ keys: ListKey[]; cursors: SortedCursor[] }> {
  const page = sortedPage(found, sort, limit, cursor);
  const rows = await db.rows<SortedRow>(`${found.before} ${page.sql}`, page.parameters);
  return {
    keys: rows.map(({ start, invocation_id }) => [-start, invocation_id]),
    cursors: rows.map((one) => sortedCursor(sort, one)),
  };
}

/** A statement that selects the invocations of a list. */
interface FoundInvocations extends Condition {
  /** What stands before a statement that uses it. */
  before: string;
  /** The number of flow runs, as an expression. */
  flowRuns: string;
  /** The number of people, as an expression. */
  people: string;
}

/**
 * Counts of runs refer to runs that started in the range, so the list behind them also selects by
 * the start of the run.
 */
function findInvocations(asked: {
  view: View;
  input: ScopeFilters & InvocationFilter;
  aliases: Aliases;
  runs: Condition | null;
  wanted: Condition | null;
  first: FirstFilter | null;
  countsPeople: boolean;
  /** Whether rows must have all columns of invocations. */
  needsRows: boolean;
  sort: string;
}): FoundInvocations {
  const { view, input, aliases, runs, wanted, first, countsPeople, needsRows, sort } = asked;
  if (runs !== null && input.repeated !== undefined) {
    throw new SondeError('parameter_invalid', { detail: 'repeated cannot be combined with flow' });
  }
  if (runs !== null && wanted === null && !needsRows) {
    return {
      before: '',
      flowRuns: 'sum(its_runs)',
      people: 'NULL',
      sql: `SELECT invocation_id, any(invocation_began) AS began, count() AS its_runs
        FROM (${runs.sql}) GROUP BY invocation_id`,
      parameters: runs.parameters,
    };
  }
  const invocations =
    runs === null
      ? invocationRows(view, input)
      : invocationsById(view, 'SELECT arrayJoin(matching.2)');
  const counted = countsPeople ? withCountedPerson(invocations, aliases) : invocations;
  const ofCohort =
    first === null ? counted : withFirst(counted, first, { view, scope: input, aliases });
  const isNamed = input.person !== undefined || input.repeated !== undefined || needsPerson(sort);
  const named = isNamed ? withPerson(ofCohort.sql, aliases) : ofCohort.sql;
  const rows =
    input.repeated === undefined
      ? named
      : withRepeats({ rows: named, person: personHash('person'), soleTool: view.soleTool });
  const sorted = sort === defaultSort ? rows : withSortKey(rows, sort);
  return {
    // A scalar subquery, so that the runs are folded only once.
    before:
      runs === null
        ? ''
        : `WITH (SELECT (count(), groupUniqArray(invocation_id)) FROM (${runs.sql})) AS matching`,
    flowRuns: runs === null ? 'NULL' : 'matching.1',
    people: countsPeople ? `uniqExactIf(${countedPerson}, ${countedPerson} != 0)` : 'NULL',
    sql: wanted === null ? sorted : `SELECT * FROM (${sorted}) WHERE ${wanted.sql}`,
    parameters: {
      ...runs?.parameters,
      ...ofCohort.parameters,
      ...aliases.parameters,
      ...wanted?.parameters,
    },
  };
}

function cursorParameters(cursor: string | undefined): Parameters {
  const [time, id] = cursor === undefined ? [Number.MIN_SAFE_INTEGER, ''] : readCursor(cursor);
  return { after_time: time, after_id: id };
}

function checkDurations(name: string, from: number | undefined, to: number | undefined): void {
  if (from === undefined || to === undefined || from < to) return;
  throw new SondeError('parameter_invalid', {
    detail: `${name}_from_ms must be less than ${name}_to_ms`,
  });
}

/** Not `has`: in a list of this type it does not find the empty name. */
const givesFlag = (parameter: string) => `arrayExists(one -> one = {${parameter}:String}, flags)`;

/** Null if every invocation matches. */
function invocationConditions(filter: InvocationFilter): Condition | null {
  const parts: string[] = [];
  const parameters: Parameters = {};
  const add = (sql: string, values: Parameters = {}) => {
    parts.push(sql);
    Object.assign(parameters, values);
  };
  if (filter.status === 'ended') add('ending IN (1, 3, 4)');
  else if (filter.status === 'unsuccessful') add('ending IN (1, 4)');
  else if (filter.status !== undefined) {
    add(`${statusSql} = {status:String}`, { status: filter.status });
  }
  const { error_class, has_error, exit_code, flag, without_flag, actor, repeated } = filter;
  const { duration_from_ms, duration_to_ms } = filter;
  if (error_class !== undefined) {
    add(`${errorClassSql} = {its_error_class:String}`, { its_error_class: error_class });
  }
  if (has_error !== undefined) add(`${has_error ? 'isNotNull' : 'isNull'}(${errorClassSql})`);
  if (exit_code === 'none') add('ending > 0 AND isNull(exit_code)');
  else if (exit_code !== undefined) {
    add('exit_code = {exit_code:Int64}', { exit_code: Number(exit_code) });
  }
  if (flag !== undefined) add(givesFlag('flag'), { flag });
  if (without_flag !== undefined) add(`NOT ${givesFlag('without_flag')}`, { without_flag });
  if (duration_from_ms !== undefined) {
    add('duration_ms >= {duration_from_ms:Float64}', { duration_from_ms });
  }
  if (duration_to_ms !== undefined) {
    add('duration_ms < {duration_to_ms:Float64}', { duration_to_ms });
  }
  if (actor === 'agent') add(isAgentSql);
  else if (actor !== undefined) add(`${actorSql} = {actor:String}`, { actor });
  if (repeated !== undefined) add(repeated ? 'is_repeat' : 'NOT is_repeat');
  if (filter.person !== undefined) {
    // No person has an empty id: it stands for invocations without any id.
    add(
      "(person = {person:String} OR ({person:String} != '' AND {person:String} IN (user_id, anonymous_id)))",
      { person: filter.person },
    );
  }
  return parts.length === 0 ? null : { sql: parts.join(' AND '), parameters };
}

function joinConditions(one: Condition | null, other: Condition | null): Condition | null {
  if (one === null || other === null) return one ?? other;
  return {
    sql: `${one.sql} AND ${other.sql}`,
    parameters: { ...one.parameters, ...other.parameters },
  };
}

/** Runs that match the filter; null if it has no flow. */
async function matchingRuns(
  source: Source,
  view: View,
  input: ScopeFilters & FlowRunFilter,
): Promise<Condition | null> {
  const { flow, flow_reached, flow_stopped_at, flow_outcome, flow_reason, flow_error_class } =
    input;
  const { flow_timed, flow_duration_from_ms, flow_duration_to_ms } = input;
  if (flow === undefined) {
    const names = Object.keys(flowRunFilter) as (keyof FlowRunFilter)[];
    const name = names.find((one) => input[one] !== undefined);
    if (name === undefined) return null;
    throw new SondeError('parameter_invalid', { detail: `${name} requires flow` });
  }
  const catalog = await readFlowCatalog(source, view.project, input);
  const shape = catalog.shapes.get(flow);
  if (shape === undefined) throw new SondeError('flow_not_found', { detail: flow });

  const runs = await flowRuns(source, view, input, shape, catalog);
  const parts = ['true'];
  const parameters: Parameters = {};
  const add = (sql: string, values: Parameters) => {
    parts.push(sql);
    Object.assign(parameters, values);
  };
  if (flow_outcome === 'ended') parts.push("outcome != 'incomplete'");
  else if (flow_outcome !== undefined) add('outcome = {outcome:String}', { outcome: flow_outcome });
  if (flow_reason !== undefined) add('reason = {reason:String}', { reason: flow_reason });
  if (flow_error_class !== undefined) {
    add('error_class = {flow_error_class:String}', { flow_error_class });
  }
  if (flow_duration_from_ms !== undefined) {
    add('duration >= {flow_duration_from_ms:Float64}', { flow_duration_from_ms });
  }
  if (flow_duration_to_ms !== undefined) {
    add('duration < {flow_duration_to_ms:Float64}', { flow_duration_to_ms });
  }
  if (flow_timed !== undefined) {
    const place = runs.stageIds.slice(1).indexOf(flow_timed);
    if (place === -1) {
      throw new SondeError('parameter_invalid', {
        detail: `the flow has no time of a stage ${flow_timed}`,
      });
    }
    parts.push(`isFinite((${waitsSql})[${place + 1}])`);
  }
  const drawShape = async () =>
    withNamedSteps(shape, (await readTally(source, view, input, shape, catalog)).endings);
  if (flow_reached !== undefined) {
    const stage = await readStage(flow_reached, shape, drawShape);
    if (stage.kind === 'milestone') {
      const position = runs.milestones.indexOf(stage.name);
      parts.push(position === -1 ? 'false' : `passed[${position + 1}]`);
    } else if (stage.kind === 'completed') parts.push("outcome = 'completed'");
    else if (stage.kind === 'step') {
      const reaching = findReaching(stage.shape, stage.name);
      add(
        `if(outcome = 'completed', edition IN {completing:Array(Int32)},
          isNotNull(step) AND concat(toString(edition), ':', step) IN {reaching:Array(String)})`,
        reaching,
      );
    }
  }
  if (flow_stopped_at !== undefined) {
    const stage = await readStage(flow_stopped_at, shape, drawShape);
    parts.push("outcome != 'completed'");
    if (stage.kind === 'started') parts.push('isNull(step)');
    else if (stage.kind === 'step') add('step = {stopped:String}', { stopped: stage.name });
    else parts.push('false');
  }
  return {
    sql: `SELECT * FROM (${runs.sql}) WHERE ${parts.join(' AND ')}`,
    parameters: { ...runs.parameters, ...parameters },
  };
}

type Stage =
  | { kind: 'started' | 'completed' }
  | { kind: 'milestone'; name: string }
  | { kind: 'step'; name: string; shape: FlowShape };

/** @param drawShape Returns the shape with the steps that are in no catalog. */
async function readStage(
  id: string,
  shape: FlowShape,
  drawShape: () => Promise<FlowShape>,
): Promise<Stage> {
  if (id === 'started' || id === 'completed') return { kind: id };
  if (id.startsWith('milestone:')) {
    return { kind: 'milestone', name: id.slice('milestone:'.length) };
  }
  if (id.startsWith('step:')) {
    const name = id.slice('step:'.length);
    const drawn = shape.steps.includes(name) ? shape : await drawShape();
    if (drawn.steps.includes(name)) return { kind: 'step', name, shape: drawn };
  }
  throw new SondeError('parameter_invalid', { detail: `the flow has no stage ${id}` });
}

interface SummaryRow {
  invocation_id: string;
  began: number;
  command: string | null;
  its_tool: string;
  version: string | null;
  cli_context: string | null;
  operating_system: string | null;
  in_ci: boolean;
  person: string;
  status: InvocationStatus;
  exit_code: number | null;
  error_class: string | null;
  took: number | null;
  flags: string[];
  events: number;
  missing: number;
}

/** In the order of the ids. */
async function readSummaries(
  db: Database,
  view: View,
  aliases: Aliases,
  keys: readonly ListKey[],
): Promise<InvocationSummary[]> {
  if (keys.length === 0) return [];
  const ids = keys.map(([, id]) => id);
  const starts = keys.map(([start]) => -start);
  const invocations = invocationsById(view, '{ids:Array(String)}', {
    from: Math.min(...starts),
    to: Math.max(...starts) + 1,
  });
  const found = await db.rows<SummaryRow>(
    `SELECT invocation_id, began, command, ${toolOfRow(view.soleTool)} AS its_tool, version,
       cli_context, operating_system, ifNull(is_ci, false) AS in_ci, person,
       ${statusSql} AS status, exit_code, error_class, duration_ms AS took, flags, events, missing
     FROM (${withPerson(invocations.sql, aliases)})`,
    { ...invocations.parameters, ...aliases.parameters, ids },
  );
  const byId = new Map(found.map((row) => [row.invocation_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toSummary(row)];
  });
}

function toSummary({ began, took, its_tool, in_ci, ...row }: SummaryRow): InvocationSummary {
  return {
    ...row,
    tool: its_tool,
    is_ci: in_ci,
    started_at: new Date(began).toISOString(),
    command: row.command ?? '',
    version: row.version ?? '',
    cli_context: row.cli_context ?? '',
    operating_system: row.operating_system ?? '',
    duration_ms: took,
  };
}
