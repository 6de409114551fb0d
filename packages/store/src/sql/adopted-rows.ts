import type { AdoptionProperty } from '@sonde/analytics';
import { actorSql } from './actor.js';
import type { Aliases } from './aliases.js';
import { toolOfRow } from './base-filters.js';
import { invocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import type { Condition } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

/** Statement with a row per invocation: `began`, `person`, `tool_name` and `the_value`. */
export type AdoptedRows = Condition;

/** Invocations of a view with the value of a property. Only versions are distinguished by tool. */
export function adoptedRows(
  view: View,
  scope: ScopeFilters,
  aliases: Aliases,
  property: AdoptionProperty,
): AdoptedRows {
  const invocations = invocationRows(view, scope);
  const tool = property === 'version' ? toolOfRow(view.soleTool) : "''";
  const value = property === 'actor' ? actorSql : `ifNull(${property}, '')`;
  return {
    sql: withHashedPerson(invocations.sql, aliases, [
      'began',
      `toString(${tool}) AS tool_name`,
      `toString(${value}) AS the_value`,
    ]),
    parameters: { ...invocations.parameters, ...aliases.parameters },
  };
}
