import type { Condition } from '../../sql/range.js';
import { events } from './events-view.js';
import { flowRunsView } from './flow-runs-view.js';
import { invocations, person } from './invocations-view.js';
import type { SqlView, ViewOptions } from './sql-view.js';

const all: readonly SqlView[] = [events, flowRunsView, invocations];

export const viewNames: readonly string[] = all.map(({ name }) => name);

/** For the documentation and for completion. */
export const viewDescriptions = all.map(({ name, description, columns }) => ({
  name,
  description,
  columns: columns.map(([column, type, about]) => ({ name: column, type, description: about })),
}));

/** The statement of a view: the rows of one project in one range. */
export async function selectView(name: string, options: ViewOptions): Promise<Condition> {
  const view = all.find((one) => one.name === name);
  if (view === undefined) throw new Error(`There is no view ${name}`);
  const { sql, parameters } = await view.select(options);
  const columns = view.columns
    .filter((column) => column !== person || options.mayRead('person'))
    .map(([column]) => `view_${column} AS ${column}`);
  return { sql: `SELECT ${columns.join(', ')} FROM (${sql})`, parameters };
}
