import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { projectQuery, type ScopeSearch, withoutFilters, zonedQuery } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

/** What arrived; the filters of the scope do not apply. */
export const healthQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['health', withoutFilters(scope)],
    queryFn: async ({ signal }) => {
      const query = zonedQuery(withoutFilters(scope), Date.now());
      const [arrivals, intake] = await Promise.all([
        responseOf(client.GET('/api/v1/arrivals', { params: { query }, signal })),
        responseOf(
          client.GET('/api/v1/intake', { params: { query: projectQuery(scope) }, signal }),
        ),
      ]);
      return { arrivals, intake };
    },
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** Disk use of the store. */
export const storageQuery = () =>
  queryOptions({
    queryKey: ['storage'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/storage', { signal })),
    refetchInterval: 4 * refreshMs,
  });
