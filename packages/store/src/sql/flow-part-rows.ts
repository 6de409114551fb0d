import { isDerived, isUnderived } from '../derived/derivation.js';
import { flowPartColumns, foldFlowParts } from '../derived/fold-flow-parts.js';
import { beganWithin, inDays, rangeValues } from './began.js';
import type { Database } from './database.js';
import { longList, textsOf } from './long-list.js';
import { type Condition, longestDelayMs } from './range.js';
import type { View } from './source.js';

const columns = flowPartColumns.map(([name]) => name).join(', ');

/**
 * A statement that selects the parts of flows that began in the range of the view, with the columns
 * of `flowPartColumns`: the derived rows, and the fold of what is not derived yet.
 */
export function flowPartRows(view: View, flows: readonly string[]): Condition {
  return selectParts(view, flows, beganWithin, `${inDays} AND ${beganWithin}`, rangeValues(view));
}

/**
 * Like {@link flowPartRows}, with all parts of the runs of resumable flows that may have begun in the
 * range: parts that began near it, and those of runs that took longer, by id.
 */
export async function resumablePartRows(
  db: Database,
  view: View,
  flows: readonly string[],
): Promise<Condition> {
  const near = { from: view.from - longestDelayMs, to: view.to + longestDelayMs };
  const everything = selectParts(view, flows, 'true', 'true', {});
  const long = await db.rows<{ flow_run_id: string }>(
    `SELECT flow_run_id FROM (${everything.sql}) WHERE flow_run_id != ''
     GROUP BY flow, flow_run_id
     HAVING max(began) - min(began) > {longest:Int64}
       AND min(began) < {to:Int64} AND max(began) >= {from:Int64}`,
    { ...everything.parameters, ...near, longest: longestDelayMs },
  );
  const long_runs = [...new Set(long.map(({ flow_run_id }) => flow_run_id))];
  const byId = `flow_run_id IN (${textsOf('long_runs')})`;
  const { from, to, first_day, last_day } = rangeValues(near);
  const nearby = 'began >= {near_from:Int64} AND began < {near_to:Int64}';
  const nearDays = 'day BETWEEN toDate({near_first_day:UInt16}) AND toDate({near_last_day:UInt16})';
  return selectParts(
    view,
    flows,
    `(${nearby} OR ${byId})`,
    long_runs.length === 0 ? `${nearDays} AND ${nearby}` : `(${nearDays} AND ${nearby} OR ${byId})`,
    {
      ...{ near_from: from, near_to: to, near_first_day: first_day, near_last_day: last_day },
      ...{ long_runs: longList(long_runs), from: view.from, to: view.to },
    },
  );
}

/** The same for all parts of all flows. Has no parameter for a range. */
export function allFlowParts(view: View): Condition {
  return selectParts(view, null, 'true', 'true', {});
}

/** @param flows Null: all. */
function selectParts(
  { project, derivation, soleTool }: View,
  flows: readonly string[] | null,
  wanted: string,
  wantedDerived: string,
  parameters: Condition['parameters'],
): Condition {
  const derived = isDerived(derivation);
  const underived = isUnderived(derivation);
  const chosen = flows === null ? "flow != ''" : 'flow IN {flows:Array(String)}';
  const statements = [
    `SELECT ${columns} FROM sonde.flow_parts FINAL
     WHERE project = {project:String} AND ${chosen} AND ${wantedDerived} AND ${derived.sql}`,
  ];
  if (underived !== null) {
    const rows = `project = {project:String} AND ${underived.sql}`;
    statements.push(`SELECT ${columns} FROM (${foldFlowParts(rows, chosen)}) WHERE ${wanted}`);
  }
  return {
    sql: statements.join(' UNION ALL '),
    parameters: {
      project,
      ...(flows !== null && { flows }),
      sole_tool: soleTool,
      ...parameters,
      ...derived.parameters,
      ...underived?.parameters,
    },
  };
}
