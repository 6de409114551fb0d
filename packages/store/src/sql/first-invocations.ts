import type { retentionGroups } from '@sonde/analytics';
import { actorSql, isAgentSql } from './actor.js';
import type { Aliases } from './aliases.js';
import { filterBase, toolOfRow } from './base-filters.js';
import { allInvocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import type { Condition } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

/** SQL: who ran an invocation; all coding agents are one. */
const groupOfActor = `if(${isAgentSql}, 'agent', ${actorSql})`;

/** Tool and name of the group that an invocation is in. */
function groupOf(by: (typeof retentionGroups)[number] | undefined, tool: string): [string, string] {
  if (by === 'version') return [tool, "ifNull(version, '')"];
  return by === 'actor' ? ["''", groupOfActor] : ["''", "''"];
}

/**
 * A statement with one row per person of the project whose first invocation of all matches the
 * filters: `person` (a hash), `first_began`, `first_tool` and `first_name` of that invocation.
 *
 * @param more Another column: an aggregate over `began` and `passes` of all invocations of the person.
 */
export function firstInvocations(
  view: View,
  scope: ScopeFilters,
  aliases: Aliases,
  { by, more }: { by: (typeof retentionGroups)[number] | undefined; more?: string },
): Condition {
  const all = allInvocationRows(view);
  const filters = filterBase(scope, view.soleTool);
  const [tool, name] = groupOf(by, toolOfRow(view.soleTool));
  const rows = withHashedPerson(all.sql, aliases, [
    ...['began', `${filters.sql} AS passes`],
    ...(by === undefined ? [] : [`toString(${tool}) AS its_tool`, `toString(${name}) AS its_name`]),
  ]);
  // Numbers are compared much faster than texts.
  const first =
    by === undefined ? '(began, NOT passes)' : '(began, NOT passes, its_tool, its_name)';
  return {
    sql: `SELECT person, first_one.1 AS first_began,
        ${by === undefined ? "''" : 'first_one.3'} AS first_tool,
        ${by === undefined ? "''" : 'first_one.4'} AS first_name${more === undefined ? '' : ', more'}
      FROM (
        SELECT person, min(${first}) AS first_one${more === undefined ? '' : `, ${more} AS more`}
        FROM (${rows}) WHERE person != 0 GROUP BY person)
      WHERE NOT first_one.2`,
    parameters: { ...all.parameters, ...filters.parameters, ...aliases.parameters },
  };
}
