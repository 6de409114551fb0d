import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** The page of retention: by what people are grouped; all of them if it is left out. */
export type RetentionSearch = ScopeSearch & { by?: 'version' | 'actor' | undefined };

export function readRetentionSearch(search: Record<string, unknown>): RetentionSearch {
  const by = firstOf(search.by);
  return {
    ...readScope(search),
    ...((by === 'version' || by === 'actor') && { by }),
  };
}
