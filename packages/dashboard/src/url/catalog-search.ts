import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';
import { withSort } from './sort-search.js';

/** The catalog's search: range and tool, and the reason of quarantined events. */
export type CatalogSearch = ScopeSearch & { code?: string };

export function readCatalogSearch(search: Record<string, unknown>): CatalogSearch {
  const code = firstOf(search.code);
  return { ...readScope(search), ...(code && { code }) };
}

/** The code of the reason whose events are listed; undefined: all. */
export function useQuarantineCode(): string | undefined {
  return useSearch({ strict: false, select: (search) => readCatalogSearch(search).code });
}

/** Changes the reason; range and tool stay. */
export function useSetQuarantineCode(): (code: string | undefined) => void {
  const navigate = useNavigate({ from: '/catalog' });
  return useCallback(
    (code) => {
      void navigate({
        search: (previous) => ({
          ...withSort(readScope)(previous),
          ...(code !== undefined && { code }),
        }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
