import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** The search of a flow's page: what it is compared with, `before` or `version:<version>`. */
export type FlowSearch = ScopeSearch & { compare?: string };

export function readFlowSearch(search: Record<string, unknown>): FlowSearch {
  const compare = firstOf(search.compare);
  const isKnown = compare !== undefined && /^(before|version:.+)$/.test(compare);
  return { ...readScope(search), ...(isKnown && { compare }) };
}

/** What the flow is compared with; undefined: nothing. */
export function useComparison(): string | undefined {
  return useSearch({ strict: false, select: (search) => readFlowSearch(search).compare });
}

/** Changes it, and the versions that are compared with another one; the rest of the address stays. */
export function useSetComparison(): (search: Pick<FlowSearch, 'compare' | 'version'>) => void {
  const navigate = useNavigate({ from: '/flows/$flow' });
  return useCallback(
    (search) => {
      void navigate({
        search: (previous) => readFlowSearch({ ...readScope(previous), ...search }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
