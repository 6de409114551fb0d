import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

/** The search of the SQL page: the query that was run; left out before the first one. */
export type SqlSearch = ScopeSearch & { query?: string };

export function readSqlSearch(search: Record<string, unknown>): SqlSearch {
  // The editor has no other line ends.
  const query = firstOf(search.query)?.replace(/\r\n?/g, '\n') ?? '';
  return { ...readScope(search), ...(query.trim() !== '' && { query }) };
}
