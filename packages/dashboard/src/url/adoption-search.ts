import { readScope, type ScopeSearch } from './scope-search.js';
import { firstOf } from './search-string.js';

const adoptionProperties = [
  'version',
  'operating_system',
  'arch',
  'runtime',
  'ci_name',
  'actor',
] as const;
export type AdoptionProperty = (typeof adoptionProperties)[number];

/** The page of adoption: what it counts by; without it by version. */
export type AdoptionSearch = ScopeSearch & {
  by?: AdoptionProperty | undefined;
  /** Set if charts show shares of invocations; otherwise of people. */
  of?: 'invocations' | undefined;
};

export function readAdoptionSearch(search: Record<string, unknown>): AdoptionSearch {
  const by = adoptionProperties.find((one) => one === firstOf(search.by));
  return {
    ...readScope(search),
    ...(by !== undefined && { by }),
    ...(firstOf(search.of) === 'invocations' && { of: 'invocations' as const }),
  };
}
