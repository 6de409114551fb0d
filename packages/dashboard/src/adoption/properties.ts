import type { AdoptionProperty } from '../url/adoption-search.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { actorLabel } from '../url/invocation-search.js';
import { type ScopeSearch, valueLabel } from '../url/scope-search.js';

/** In the order of the menu. */
export const properties: readonly { name: AdoptionProperty; label: string }[] = [
  { name: 'version', label: 'Version' },
  { name: 'operating_system', label: 'Operating system' },
  { name: 'arch', label: 'Architecture' },
  { name: 'runtime', label: 'Runtime' },
  { name: 'ci_name', label: 'CI vendor' },
  { name: 'actor', label: 'People, agents, CI' },
];

export const propertyLabel = (property: AdoptionProperty): string =>
  properties.find(({ name }) => name === property)?.label ?? property;

/** A value for people. */
export const labelOf = (property: AdoptionProperty, value: string): string =>
  property === 'actor' ? actorLabel(value) : valueLabel(property, value);

/** What selects the invocations with some values in the list; undefined if no filter can. */
export function filterOf(
  property: AdoptionProperty,
  tool: string | null,
  values: readonly string[],
): { scope: ScopeSearch; filter: InvocationListFilter } | undefined {
  if (property === 'actor') {
    const [actor] = values;
    return values.length === 1 && actor !== undefined
      ? { scope: {}, filter: { actor } }
      : undefined;
  }
  return {
    scope: { ...(tool !== null && { tool: [tool] }), [property]: [...values] },
    filter: {},
  };
}
