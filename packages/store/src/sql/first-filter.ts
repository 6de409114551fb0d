import { isoTime } from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type Static, type TObject, Type } from 'typebox';
import type { Aliases } from './aliases.js';
import { firstInvocations } from './first-invocations.js';
import { countedPerson } from './persons.js';
import { type Condition, type Range, readRange } from './range.js';
import type { ScopeFilters } from './scope.js';
import type { View } from './source.js';

/** Selects invocations by the first one of their person, as a cell of the cohorts does. */
export const firstFilter = {
  first_from: Type.Optional(
    isoTime(
      'Invocations of people whose first one of all began at this time or later, and matches the filters, too; with `first_to`',
    ),
  ),
  first_to: Type.Optional(isoTime('The same before this time')),
  first_tool: Type.Optional(
    Type.String({ description: 'Tool of the first one; with `first_version`' }),
  ),
  first_version: Type.Optional(
    Type.String({ description: 'Version of the first one, empty if unknown; with `first_tool`' }),
  ),
  first_actor: Type.Optional(
    Type.Enum(['person', 'agent', 'ci', 'no_terminal', 'unknown'], {
      description: 'Who ran the first one; not with `first_version`',
    }),
  ),
};

/** The people of a cohort, or of one of its groups. */
export interface FirstFilter {
  range: Range;
  group: { by: 'version' | 'actor'; tool: string; name: string } | undefined;
}

/**
 * @returns Null if there is no such filter.
 * @throws `parameter_invalid` if a parameter lacks another one.
 */
export function readFirstFilter(input: Static<TObject<typeof firstFilter>>): FirstFilter | null {
  const { first_from: from, first_to: to, first_tool, first_version, first_actor } = input;
  const refuse = (detail: string) => new SondeError('parameter_invalid', { detail });
  const hasGroup = [first_tool, first_version, first_actor].some((one) => one !== undefined);
  if (from === undefined && to === undefined && !hasGroup) return null;
  if (from === undefined || to === undefined)
    throw refuse('first_from and first_to need each other');
  if ((first_tool === undefined) !== (first_version === undefined)) {
    throw refuse('first_tool and first_version need each other');
  }
  if (first_version !== undefined && first_actor !== undefined) {
    throw refuse('first_version and first_actor exclude each other');
  }
  const range = readRange({ from, to }, 0);
  if (first_actor !== undefined) {
    return { range, group: { by: 'actor', tool: '', name: first_actor } };
  }
  if (first_tool === undefined || first_version === undefined) return { range, group: undefined };
  return { range, group: { by: 'version', tool: first_tool, name: first_version } };
}

/**
 * The invocations of these people.
 *
 * @param invocations Of `withCountedPerson`.
 */
export function withFirst(
  invocations: Condition,
  { range, group }: FirstFilter,
  { view, scope, aliases }: { view: View; scope: ScopeFilters; aliases: Aliases },
): Condition {
  const first = firstInvocations(view, scope, aliases, { by: group?.by });
  const inGroup =
    group === undefined
      ? ''
      : 'AND first_tool = {first_tool:String} AND first_name = {first_name:String}';
  // A scalar subquery: servers get its result, and do not run joins of their own.
  return {
    sql: `SELECT * FROM (${invocations.sql})
      WHERE ${countedPerson} IN (SELECT arrayJoin((
        SELECT groupArray(person) FROM (${first.sql})
        WHERE first_began >= {first_from:Int64} AND first_began < {first_to:Int64} ${inGroup})))`,
    parameters: {
      ...first.parameters,
      ...invocations.parameters,
      first_from: range.from,
      first_to: range.to,
      ...(group !== undefined && { first_tool: group.tool, first_name: group.name }),
    },
  };
}
