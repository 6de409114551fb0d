import type { FlowShape } from '@sonde/analytics';
import type { Catalogs } from '../catalogs.js';
import type { OverflowState } from '../overflow/overflow-state.js';
import type { Volume } from '../storage/volume.js';
import type { Database } from './database.js';
import type { LongInvocations } from './long-invocations.js';
import { longestInvocationMs, type Range, type Reach, readEdges } from './range.js';

/** The data that queries read from. */
export interface Source {
  db: Database;
  longInvocations: LongInvocations;
  catalogs: Catalogs;
  volume: Pick<Volume, 'measure'>;
  overflow: () => OverflowState;
}

/** The rows that a query about invocations reads for a range. */
export async function reachInvocations(
  { longInvocations, catalogs }: Source,
  project: string,
  range: Range,
): Promise<Reach> {
  const [invocation_id, soleTool] = await Promise.all([
    longInvocations.crossing(project, range),
    catalogs.soleTool(project),
  ]);
  return { ...range, soleTool, long: { invocation_id } };
}

/**
 * The rows that a query about the runs of these flows reads: a run of a resumable flow may
 * itself be long.
 */
export async function reachRuns(
  source: Source,
  project: string,
  range: Range,
  shapes: readonly FlowShape[],
): Promise<Reach> {
  const resumable = shapes.filter((shape) => shape.resumable).map(({ name }) => name);
  const [reach, flow_run_id] = await Promise.all([
    reachInvocations(source, project, range),
    resumable.length === 0 ? [] : findLongRuns(source.db, project, range, resumable),
  ]);
  return { ...reach, long: { ...reach.long, flow_run_id } };
}

/** Ids of long runs with events both inside and outside the rows that are read for a range. */
async function findLongRuns(
  db: Database,
  project: string,
  range: Range,
  flows: readonly string[],
): Promise<string[]> {
  const rows = await db.rows<{ flow_run_id: string }>(
    `SELECT flow_run_id FROM sonde.events
     WHERE project = {project:String} AND flow IN {flows:Array(String)} AND flow_run_id != ''
     GROUP BY flow, flow_run_id
     HAVING max(corrected_time) - min(corrected_time) > {longest:Int64}
       AND min(corrected_time) < {read_to:Int64} AND max(corrected_time) >= {read_from:Int64}
       AND (min(corrected_time) < {read_from:Int64} OR max(corrected_time) >= {read_to:Int64})`,
    { project, flows, longest: longestInvocationMs, ...readEdges(range) },
  );
  return [...new Set(rows.map(({ flow_run_id }) => flow_run_id))];
}
