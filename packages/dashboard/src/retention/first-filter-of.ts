import type { RetentionGroup } from '../api/responses.js';
import { firstActors, type InvocationListFilter } from '../url/invocation-search.js';

/** The filter of the list for the people of a group whose first invocation was in a week. */
export function firstFilterOf(
  { tool, name }: Pick<RetentionGroup, 'tool' | 'name'>,
  first_from: string,
  first_to: string,
): InvocationListFilter {
  const range = { first_from, first_to };
  if (name === null) return range;
  if (tool !== null) return { ...range, first_tool: tool, first_version: name };
  const first_actor = firstActors.find((one) => one === name);
  return first_actor === undefined ? range : { ...range, first_actor };
}
