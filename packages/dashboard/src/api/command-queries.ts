import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type ScopeSearch, scopeQuery, zonedQuery } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

/** The commands of every tool. */
export const commandsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['commands', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/commands', {
          params: { query: scopeQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

export const commandQuery = (name: string, scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['command', name, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/commands/{name}', {
          params: { path: { name }, query: zonedQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: (previous) => (previous?.command === name ? previous : undefined),
  });

export const errorsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['errors', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/errors', { params: { query: zonedQuery(scope, Date.now()) }, signal }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** People, coding agents, CI and runs without a terminal. */
export const agentsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['agents', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/agents', { params: { query: scopeQuery(scope, Date.now()) }, signal }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
