import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { arrivalQuery, type ScopeSearch, withoutFilters } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';

export type SqlResult = components['schemas']['SqlResult'];
export type SqlView = components['schemas']['SqlView'];
export type SqlViews = components['schemas']['SqlViews'];

/** Characters of a query. */
export const longestQuery = 5_000;
/** Rows of a result. */
export const mostRows = 10_000;

/** Results can be large. */
const keptMs = 60_000;

/**
 * The rows of a query; it runs once, not every few seconds. Only the range applies.
 *
 * @param query Undefined or too long: nothing is run.
 */
export const sqlQuery = (query: string | undefined, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['sql', query, withoutFilters(scope)],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/sql', {
          params: {
            query: {
              query: query ?? '',
              ...arrivalQuery(scope, Date.now()),
              ...(scope.zone !== undefined && { zone: scope.zone }),
            },
          },
          signal,
        }),
      ),
    enabled: query !== undefined && query.length <= longestQuery,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: query === undefined ? undefined : keepPreviousData,
  });

/** The views and functions that queries may use. */
export const sqlViewsQuery = () =>
  queryOptions({
    queryKey: ['sql-views'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/sql/views', { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
