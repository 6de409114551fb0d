import { eventRole, type FlowShape, flowShapes, type SeenFlowEvent } from '@sonde/analytics';
import type { FlowRole } from '@sonde/protocol';
import type { WholeCatalog } from '../catalogs.js';
import type { Database } from './database.js';
import type { ScopeFilters } from './scope.js';
import type { Source } from './source.js';

/** What is known about a project's flows, from catalogs and events. */
export interface FlowCatalog {
  shapes: Map<string, FlowShape>;
  /** Every pair of flow and event that is stored, of the flows that matter. */
  seen: SeenFlowEvent[];
  /** Grouped by tool; newest first within a tool. */
  catalogs: WholeCatalog[];
}

/** More than any project has. Made-up names from clients must not slow down queries. */
const mostNames = 10_000;

/** @param flows The only flows that matter. Default: all. */
export async function readFlowCatalog(
  { db, catalogs }: Source,
  project: string,
  { tool: tools = [] }: ScopeFilters,
  flows?: readonly string[],
): Promise<FlowCatalog> {
  const [stored, seen] = await Promise.all([
    catalogs.read(project),
    flows?.length === 0 ? [] : readSeen(db, project, flows),
  ]);
  const declared = stored.map(({ catalog, ...head }) => ({ ...head, flows: catalog.flows }));
  return { shapes: flowShapes(declared, seen, tools), seen, catalogs: stored };
}

function readSeen(
  db: Database,
  project: string,
  flows?: readonly string[],
): Promise<SeenFlowEvent[]> {
  return db.rows(
    `SELECT flow, event FROM sonde.events
     WHERE project = {project:String} AND flow != ''
       ${flows === undefined ? '' : 'AND flow IN {flows:Array(String)}'}
     GROUP BY flow, event ORDER BY flow, event LIMIT ${mostNames}`,
    { project, ...(flows !== undefined && { flows }) },
  );
}

/** Names of the events that have a role in a flow. */
export function eventsByRole(
  shape: FlowShape,
  seen: readonly SeenFlowEvent[],
): Record<FlowRole, string[]> {
  const names: Record<FlowRole, string[]> = {
    started: [],
    milestone: [],
    completed: [],
    aborted: [],
    failed: [],
  };
  for (const { flow, event } of seen) {
    if (flow === shape.name) names[eventRole(shape, event)].push(event);
  }
  return names;
}
