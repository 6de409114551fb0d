import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  hasFilters,
  readScope,
  type ScopeSearch,
  scopeQuery,
  zonedQuery,
} from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

export const flowsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['flows', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/flows', { params: { query: scopeQuery(scope, Date.now()) }, signal }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** Titles of flows for chips; they rarely change. */
export const flowTitlesQuery = (scope: ScopeSearch) =>
  queryOptions({
    ...flowsQuery(
      hasFilters(scope) ? readScope({ project: scope.project, range: scope.range }) : scope,
    ),
    refetchInterval: false,
    staleTime: 5 * 60_000,
  });

export const funnelQuery = (flow: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['funnel', flow, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/flows/{flow}/funnel', {
          params: { path: { flow }, query: scopeQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    // The funnel of another flow is not a placeholder for this one.
    placeholderData: (previous) => (previous?.flow === flow ? previous : undefined),
  });

/** @param compare `before` or `version:<version>`. */
export const flowComparisonQuery = (flow: string, compare: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['flow-comparison', flow, compare, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/flows/{flow}/comparison', {
          params: { path: { flow }, query: { ...scopeQuery(scope, Date.now()), compare } },
          signal,
        }),
      ),
    refetchInterval: 4 * refreshMs,
  });

export const flowTimesQuery = (flow: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['flow-times', flow, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/flows/{flow}/times', {
          params: { path: { flow }, query: zonedQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: (previous) => (previous?.flow === flow ? previous : undefined),
  });
