import { pages } from '../layout/pages.js';
import { describeRange } from '../url/date-range.js';
import { describeFilter, listFilterNames, readInvocationFilter } from '../url/invocation-search.js';
import {
  booleanFilters,
  booleanLabel,
  filterLabel,
  listFilters,
  readScope,
  type ScopeSearch,
  valueLabel,
} from '../url/scope-search.js';
import { allOf, parseSearch } from '../url/search-string.js';
import { zoneOf } from '../url/zone-search.js';

export interface ViewLink {
  to: string;
  search: Record<string, unknown>;
}

/** Where a saved view leads, in the viewer's project and zone. */
export function linkOfView(address: string, { project, zone }: ScopeSearch): ViewLink {
  const [to = '/', query = ''] = address.split(/\?(.*)/s);
  return {
    to,
    search: {
      ...parseSearch(query),
      ...(project !== undefined && { project }),
      ...(zone !== undefined && { zone }),
    },
  };
}

/** The page of a saved view in words, and what is chosen on it. */
export function describeView({ to, search }: ViewLink): { page: string; choices: string[] } {
  const [, first = '', ...rest] = partsOf(to);
  const page = pages.find((one) => one.to === `/${first}`)?.label ?? first;
  const scope = readScope(search);
  return {
    page: rest.length === 0 ? page : `${page}: ${rest.join('/')}`,
    choices: [
      describeRange(scope),
      ...listFilters.flatMap((name) => {
        const values = scope[name]?.map((value) => valueLabel(name, value));
        return values === undefined ? [] : [`${filterLabel(name)}: ${values.join(', ')}`];
      }),
      ...booleanFilters.flatMap((name) => {
        const value = scope[name];
        return value === undefined ? [] : [booleanLabel(name, value)];
      }),
      ...describeOwn(search, zoneOf(scope)),
    ],
  };
}

/** Parts of an address that choose none of its data. */
const unnamed: readonly string[] = ['sort', 'project', 'zone', 'count_people'];

/** What is chosen on the page itself, except the order of its rows. */
function describeOwn(search: Record<string, unknown>, zone: string): string[] {
  const filter = readInvocationFilter(search);
  const scope = readScope(search);
  return Object.entries(search).flatMap(([name, value]) => {
    if (unnamed.includes(name) || name in scope) return [];
    const own = listFilterNames.find((one) => one === name);
    const read = own === undefined ? undefined : filter[own];
    if (own !== undefined && read !== undefined) {
      const described = describeFilter(own, read, { zone });
      return [`${described.label}: ${described.value}`];
    }
    return [`${name.replaceAll('_', ' ')}: ${shorten(allOf(value).join(', '))}`];
  });
}

/** A value may be as long as a query in SQL. */
function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}

/** The decoded parts of a path; the first one is empty. */
export const partsOf = (path: string): string[] => path.split('/').map(decode);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
