import { Type } from 'typebox';
import { defineQuery } from './query.js';

/** More than any project has. Made-up names from clients must not make the response long. */
const mostTools = 200;

/** The tools with events in a project. */
const ToolList = Type.Object({
  tools: Type.Array(Type.String(), {
    description: 'By name; if the tool of some events is unknown, an empty name comes last',
  }),
});

/** The tools of all events of a project. */
export const tools = defineQuery({
  path: '/api/v1/tools',
  operation: 'getTools',
  summary: 'Tools with events in the project',
  access: { project: 'member' },
  parameters: {},
  response: { name: 'ToolList', description: 'The tools', schema: ToolList },
  async read({ db, catalogs }, { project }) {
    const [rows, soleTool] = await Promise.all([
      db.rows<{ tool: string }>(
        `SELECT tool FROM sonde.events WHERE project = {project:String}
         GROUP BY tool ORDER BY tool = '', tool LIMIT ${mostTools}`,
        { project },
      ),
      catalogs.soleTool(project),
    ]);
    return { tools: [...new Set(rows.map(({ tool }) => tool || soleTool))] };
  },
});
