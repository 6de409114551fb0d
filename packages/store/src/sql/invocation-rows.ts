import { lifecycleEvents } from '@sonde/protocol';
import { isDerived, isUnderived } from '../derived/derivation.js';
import { foldInvocations, invocationColumns } from '../derived/fold-invocations.js';
import { filterBase } from './base-filters.js';
import { beganWithin, inDays, rangeValues } from './began.js';
import type { Parameters } from './database.js';
import type { Condition, Range } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

const columns = invocationColumns.map(([name]) => name).join(', ');
/**
 * A statement that selects the invocations that began in the range of the view and match the
 * filters, with the columns of `invocationColumns`: the derived rows, and the fold of what is not
 * derived yet.
 */
export function invocationRows(view: View, scope: ScopeFilters = {}): Condition {
  const filters = filterBase(scope, view.soleTool);
  const wanted = `${beganWithin} AND ${filters.sql}`;
  const parameters = { ...rangeValues(view), ...filters.parameters };
  return selectRows(view, { derived: `${inDays} AND ${wanted}`, folded: wanted, parameters });
}

/**
 * The same for invocations by their ids.
 *
 * @param ids A statement, or a parameter that the caller gives.
 * @param range When they began, if that is known: then little else is read.
 */
export function invocationsById(view: View, ids: string, range?: Range): Condition {
  const wanted = `invocation_id IN (${ids})`;
  const days = range === undefined ? wanted : `${inDays} AND ${wanted}`;
  const parameters = {
    sole_tool: view.soleTool,
    ...(range !== undefined && rangeValues(range)),
  };
  return selectRows(view, { derived: days, folded: wanted, parameters });
}

/** The same for all invocations of the project. Has no parameter for a range. */
export function allInvocationRows(view: View): Condition {
  return selectRows(view, { derived: 'true', folded: 'true', parameters: {} });
}

function selectRows(
  { project, derivation }: View,
  wanted: { derived: string; folded: string; parameters: Parameters },
): Condition {
  const derived = isDerived(derivation);
  const underived = isUnderived(derivation);
  const statements = [
    `SELECT ${columns} FROM sonde.invocations FINAL
     WHERE project = {project:String} AND ${wanted.derived} AND ${derived.sql}`,
  ];
  if (underived !== null) {
    const rows = `project = {project:String} AND event != '${lifecycleEvents.rejected}'
      AND ${underived.sql}`;
    statements.push(`SELECT ${columns} FROM (${foldInvocations(rows)}) WHERE ${wanted.folded}`);
  }
  return {
    sql: statements.join(' UNION ALL '),
    parameters: {
      project,
      ...wanted.parameters,
      ...derived.parameters,
      ...underived?.parameters,
    },
  };
}

/** The status that `ending` stands for. */
export const statusSql =
  "arrayElement(['running', 'failed', 'cancelled', 'succeeded', 'vanished'], 1 + ending)";
