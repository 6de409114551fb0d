import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** The page of releases: which release is compared with which; absent: the newest with the one before. */
export type ReleaseSearch = ScopeSearch & {
  release?: string | undefined;
  since?: string | undefined;
};

export function readReleaseSearch(search: Record<string, unknown>): ReleaseSearch {
  const release = firstOf(search.release) || undefined;
  const since = firstOf(search.since) || undefined;
  return {
    ...readScope(search),
    ...(release !== undefined && { release }),
    ...(since !== undefined && { since }),
  };
}
