import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import {
  type InvocationListFilter,
  type InvocationSearch,
  readCounts,
  readInvocationSearch,
} from './invocation-search.js';
import { readScope } from './scope-search.js';
import { readSort } from './sort-search.js';

/** The list's whole search: range, filters and its own filters. */
export function useInvocationSearch(): InvocationSearch {
  return useSearch({
    strict: false,
    select: readInvocationSearch,
    structuralSharing: true,
  });
}

/** Replaces the list's own filters; range, other filters, the order and the counts stay. */
export function useSetInvocationFilter(): (filter: InvocationListFilter) => void {
  const navigate = useNavigate({ from: '/invocations' });
  return useCallback(
    (filter) => {
      void navigate({
        search: (previous) => ({
          ...readScope(previous),
          ...readSort(previous),
          ...readCounts(previous),
          ...filter,
        }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
