import { useNavigate, useSearch } from '@tanstack/react-router';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** How a table is sorted: a column, with `-` before it for the largest first. */
export type SortSearch = { sort?: string | undefined };

function readSort(search: Record<string, unknown>): SortSearch {
  const sort = firstOf(search.sort);
  return sort !== undefined && /^-?[a-z0-9_]{1,40}$/.test(sort) ? { sort } : {};
}

/** The search of a page with a sorted table. */
export const readSortedSearch = (search: Record<string, unknown>): ScopeSearch & SortSearch => ({
  ...readScope(search),
  ...readSort(search),
});

export interface Sort {
  column: string;
  isDescending: boolean;
}

/** The sort in the address, and a way to change it; undefined: as the API returns it. */
export function useSort(): [Sort | undefined, (sort: Sort) => void] {
  const { sort } = useSearch({ strict: false, select: readSort, structuralSharing: true });
  const navigate = useNavigate();
  const current =
    sort === undefined
      ? undefined
      : { column: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') };
  const set = ({ column, isDescending }: Sort) =>
    void navigate({
      to: '.',
      search: (previous: Record<string, unknown>) => ({
        ...previous,
        sort: `${isDescending ? '-' : ''}${column}`,
      }),
      replace: true,
      resetScroll: false,
    });
  return [current, set];
}
