import { useNavigate, useSearch } from '@tanstack/react-router';
import { allOf } from './search-string.js';

/**
 * How the page's tables are sorted, one value for each: `-users` is the column, with `-` before it
 * for the largest first, and `flags.-users` is that of the table `flags`.
 */
export type SortSearch = { sort?: string[] | undefined };

export interface Sort {
  column: string;
  isDescending: boolean;
}

export function readSort(search: Record<string, unknown>): SortSearch {
  const sort = allOf(search.sort).filter((text) => parseSort(text) !== undefined);
  return sort.length > 0 ? { sort } : {};
}

/** The search of a page with sorted tables: what the page reads itself, and how they are sorted. */
export const withSort =
  <Search>(read: (search: Record<string, unknown>) => Search) =>
  (search: Record<string, unknown>): Search & SortSearch => ({
    ...read(search),
    ...readSort(search),
  });

function parseSort(text: string): (Sort & { table: string }) | undefined {
  const [, table = '', minus, column] = /^(?:(.*)[.])?(-?)([a-z0-9_]{1,40})$/.exec(text) ?? [];
  return column === undefined ? undefined : { table, column, isDescending: minus === '-' };
}

/** @param table Empty for the page's main table. */
export const sortOf = ({ sort = [] }: SortSearch, table: string): Sort | undefined =>
  sort.map(parseSort).find((one) => one?.table === table);

/** Other tables stay as they are. */
export function replaceSort({ sort = [] }: SortSearch, table: string, next: Sort): string[] {
  const others = sort.filter((text) => parseSort(text)?.table !== table);
  const column = `${next.isDescending ? '-' : ''}${next.column}`;
  return [...others, table === '' ? column : `${table}.${column}`];
}

/** The table's sort in the address, and a way to change it; undefined: as the API returns it. */
export function useSort(table: string): [Sort | undefined, (sort: Sort) => void] {
  const search = useSearch({ strict: false, select: readSort, structuralSharing: true });
  const navigate = useNavigate();
  const set = (next: Sort) =>
    void navigate({
      to: '.',
      search: (previous: Record<string, unknown>) => ({
        ...previous,
        sort: replaceSort(readSort(previous), table, next),
      }),
      replace: true,
      resetScroll: false,
    });
  return [sortOf(search, table), set];
}
