import { createContext } from 'react';
import type { ScopeSearch } from '../url/scope-search.js';

/** What a page is about, in addition to its filters: links to lists of invocations keep it. */
export const ListScopeContext = createContext<ScopeSearch>({});
