import { toolOfRow } from './base-filters.js';
import type { Database } from './database.js';
import type { View } from './source.js';

/** When each version of each tool was first seen, by {@link versionKey}; milliseconds since 1970. */
export async function readFirstSeen(
  db: Database,
  { project, soleTool }: View,
): Promise<Map<string, number>> {
  const rows = await db.rows<{ tool_name: string; version: string; first_seen: number }>(
    `SELECT ${toolOfRow(soleTool)} AS tool_name, version, min(corrected_time) AS first_seen
     FROM sonde.events
     WHERE project = {project:String} AND isNotNull(version) GROUP BY tool_name, version`,
    { project, sole_tool: soleTool },
  );
  return new Map(
    rows.map(({ tool_name, version, first_seen }) => [versionKey(tool_name, version), first_seen]),
  );
}

export function versionKey(tool: string, version: string): string {
  return `${tool}\n${version}`;
}
