import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** The search of the live page: filters, and the name of the events. */
export type LiveSearch = ScopeSearch & { event?: string };

export function readLiveSearch(search: Record<string, unknown>): LiveSearch {
  const event = firstOf(search.event);
  return { ...readScope(search), ...(event && { event }) };
}

/** The name in the address; undefined: all events. */
export function useLiveEventName(): string | undefined {
  return useSearch({ strict: false, select: (search) => readLiveSearch(search).event });
}

/** Changes the name, empty for all events; the filters stay. */
export function useSetLiveEventName(): (event: string) => void {
  const navigate = useNavigate({ from: '/live' });
  return useCallback(
    (event) => {
      void navigate({
        search: (previous) => ({ ...readScope(previous), ...(event !== '' && { event }) }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
