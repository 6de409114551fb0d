import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type ScopeSearch, scopeQuery, zonedQuery } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

export const eventsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['events', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/events', { params: { query: zonedQuery(scope, Date.now()) }, signal }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

export const eventQuery = (event: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['event', event, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/events/{event}', {
          params: { path: { event }, query: zonedQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    // Another event is not a placeholder for this one.
    placeholderData: (previous) => (previous?.event === event ? previous : undefined),
  });

export const eventBreakdownQuery = (event: string, property: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['event-breakdown', event, property, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/events/{event}/breakdown', {
          params: { path: { event }, query: { ...scopeQuery(scope, Date.now()), property } },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: (previous) =>
      previous?.event === event && previous.property === property ? previous : undefined,
  });
