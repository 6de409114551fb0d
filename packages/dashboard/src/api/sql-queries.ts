import { queryOptions } from '@tanstack/react-query';
import {
  arrivalQuery,
  type ProjectSearch,
  projectQuery,
  type ScopeSearch,
  withoutFilters,
} from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';

export type SqlResult = components['schemas']['SqlResult'];
export type SqlView = components['schemas']['SqlView'];
export type SqlViews = components['schemas']['SqlViews'];

/** Results can be large. */
const keptMs = 60_000;

/**
 * The rows of a query; it runs once, not every few seconds. Only the range applies.
 *
 * @param query Undefined: nothing is run.
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
    enabled: query !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // To compare thousands of rows would take long.
    structuralSharing: false,
    placeholderData: (previous) => (query === undefined ? undefined : previous),
  });

/** The views and functions that queries may use. */
export const sqlViewsQuery = (search: ProjectSearch) =>
  queryOptions({
    queryKey: ['sql-views', projectQuery(search)],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/sql/views', { params: { query: projectQuery(search) }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
