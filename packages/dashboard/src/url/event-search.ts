import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';
import { withSort } from './sort-search.js';

/** The search of an event's page: the property that it is broken down by. */
export type EventSearch = ScopeSearch & { by?: string };

export function readEventSearch(search: Record<string, unknown>): EventSearch {
  const by = firstOf(search.by);
  return { ...readScope(search), ...(by && { by }) };
}

/** The property in the address; undefined: the first one. */
export function useBreakdownProperty(): string | undefined {
  return useSearch({ strict: false, select: (search) => readEventSearch(search).by });
}

/** Changes the property; range and filters stay. */
export function useSetBreakdownProperty(): (by: string) => void {
  const navigate = useNavigate({ from: '/events/$event' });
  return useCallback(
    (by) => {
      void navigate({
        search: (previous) => ({ ...withSort(readScope)(previous), by }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
