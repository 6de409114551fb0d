import { pages } from '../layout/pages.js';
import { describeRange } from '../url/date-range.js';
import {
  booleanFilters,
  booleanLabel,
  filterLabel,
  listFilters,
  readScope,
  type ScopeSearch,
  valueLabel,
} from '../url/scope-search.js';
import { parseSearch } from '../url/search-string.js';

interface ViewLink {
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
    ],
  };
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
