import type { Destination, DestinationGroup } from './destinations.js';

/** With more, a list is no longer looked through. */
const shownPerGroup = 7;

/** The destinations whose names have all words of a query, in their groups; without one, the pages. */
export function findDestinations(
  groups: readonly DestinationGroup[],
  query: string,
): { label: string; found: Destination[] }[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ label }: Destination) => {
    const name = label.toLowerCase();
    return words.every((word) => name.includes(word));
  };
  return groups
    .filter(({ isAlwaysShown }) => isAlwaysShown || words.length > 0)
    .map(({ label, destinations, isAlwaysShown }) => {
      const found = destinations.filter(matches);
      return { label, found: isAlwaysShown ? found : found.slice(0, shownPerGroup) };
    })
    .filter(({ found }) => found.length > 0);
}
