import type { ToolList } from '@sonde/analytics';
import type { Source } from './source.js';

/** More than any project has: what clients make up does not make the answer long. */
const mostTools = 200;

/** The tools of all events of a project. */
export async function readTools({ db, catalogs }: Source, project: string): Promise<ToolList> {
  const [rows, soleTool] = await Promise.all([
    db.rows<{ tool: string }>(
      `SELECT tool FROM sonde.events WHERE project = {project:String}
       GROUP BY tool ORDER BY tool = '', tool LIMIT ${mostTools}`,
      { project },
    ),
    catalogs.soleTool(project),
  ]);
  return { tools: [...new Set(rows.map(({ tool }) => tool || soleTool))] };
}
