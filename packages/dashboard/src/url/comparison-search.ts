import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** What a page is compared with: `before` or `version:<version>`; left out: nothing. */
export type ComparisonSearch = { compare?: string | undefined };

export function readComparison(search: Record<string, unknown>): ComparisonSearch {
  const compare = firstOf(search.compare);
  return compare !== undefined && /^(before|version:.+)$/.test(compare) ? { compare } : {};
}

/** The search of a flow's page. */
export const readFlowSearch = (
  search: Record<string, unknown>,
): ScopeSearch & ComparisonSearch => ({
  ...readScope(search),
  ...readComparison(search),
});

/** What the page is compared with; undefined: nothing. */
export function useComparison(): string | undefined {
  return useSearch({ strict: false, select: (search) => readComparison(search).compare });
}

/** Changes it, and the versions that are compared with another one; the rest of the address stays. */
export function useSetComparison(): (
  search: ComparisonSearch & Pick<ScopeSearch, 'version'>,
) => void {
  const navigate = useNavigate();
  return useCallback(
    ({ compare, version }) => {
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) => ({ ...previous, compare, version }),
        resetScroll: false,
      });
    },
    [navigate],
  );
}
