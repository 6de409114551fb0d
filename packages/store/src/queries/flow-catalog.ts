import { type FlowShape, flowShapes, type SeenFlowEvent } from '@sonde/analytics';
import { type CatalogJson, type FlowRole, flowRole } from '@sonde/protocol';
import type { Database } from './database.js';

/** What is known of a project's flows: declared, and seen in events. */
export interface FlowCatalog {
  shapes: Map<string, FlowShape>;
  /** Every pair of flow and event that was ever stored. */
  seen: SeenFlowEvent[];
}

interface CatalogRow {
  catalog: string;
}

/** More than any project has: what clients make up does not make every question slow. */
const mostNames = 10_000;
const mostTools = 200;

export async function readFlowCatalog(db: Database, project: string): Promise<FlowCatalog> {
  const [catalogs, seen] = await Promise.all([
    readCatalogs(db, project),
    db.rows<SeenFlowEvent>(
      `SELECT flow, event FROM sonde.events
       WHERE project = {project:String} AND flow != ''
       GROUP BY flow, event ORDER BY flow, event LIMIT ${mostNames}`,
      { project },
    ),
  ]);
  return { shapes: flowShapes(catalogs, seen), seen };
}

/**
 * The latest catalog of each tool of the project, the latest of all first. Those before it are not
 * read: a tool brings another with each of its versions.
 */
export async function readCatalogs(db: Database, project: string): Promise<CatalogJson[]> {
  const rows = await db.rows<CatalogRow>(
    `SELECT catalog FROM sonde.catalogs
     WHERE project = {project:String} AND (tool, hash) IN (
       SELECT tool, argMax(hash, (stored_at, hash)) FROM sonde.catalogs
       WHERE project = {project:String}
       GROUP BY tool ORDER BY max(stored_at) DESC, tool LIMIT ${mostTools})
     ORDER BY stored_at DESC, tool LIMIT 1 BY tool`,
    { project },
  );
  return rows.map(({ catalog }) => JSON.parse(catalog) as CatalogJson);
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
    if (flow === shape.name) names[flowRole(event, shape.eventPrefix)].push(event);
  }
  return names;
}
