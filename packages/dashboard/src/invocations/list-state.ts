import { useLocation, useSearch } from '@tanstack/react-router';
import { type InvocationSearch, readInvocationSearch } from '../url/invocation-search.js';
import { type SortSearch, withSort } from '../url/sort-search.js';

type ListSearch = InvocationSearch & SortSearch;

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Of an invocation: the search of the list that it was opened from. */
    invocationList?: ListSearch;
  }
}

/** State of a link from the list to an invocation, so that the invocation leads back to this list. */
export function useListState(): { invocationList: ListSearch } {
  const invocationList = useSearch({
    strict: false,
    select: withSort(readInvocationSearch),
    structuralSharing: true,
  });
  return { invocationList };
}

/** The search of the list that this invocation was opened from; undefined if it was none. */
export const useListBefore = (): ListSearch | undefined =>
  useLocation({ select: ({ state }) => state.invocationList });
