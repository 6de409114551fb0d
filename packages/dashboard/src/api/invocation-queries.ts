import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type InvocationSearch,
  readCounts,
  readInvocationFilter,
} from '../url/invocation-search.js';
import { type ProjectSearch, projectQuery, readScope, scopeQuery } from '../url/scope-search.js';
import { stringifySearch } from '../url/search-string.js';
import { client, responseOf } from './client.js';
import { refreshMs, waitingMs } from './refresh.js';
import type { InvocationParameters } from './responses.js';

/** Invocations per page of the list. */
const pageSize = 50;

/** @param sort Default newest first. */
export const invocationsQuery = (search: InvocationSearch, sort?: InvocationParameters['sort']) => {
  const scope = readScope(search);
  const filter = { ...readInvocationFilter(search), ...readCounts(search) };
  return infiniteQueryOptions({
    queryKey: ['invocations', scope, filter, sort],
    queryFn: ({ signal, pageParam }) =>
      responseOf(
        client.GET('/api/v1/invocations', {
          params: {
            query: {
              ...scopeQuery(scope, Date.now()),
              ...filter,
              ...(sort !== undefined && { sort }),
              limit: pageSize,
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    // Older pages do not change, and refetching all of them would burden the store.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : refreshMs),
    refetchOnWindowFocus: (query) => (query.state.data?.pages.length ?? 0) <= 1,
    placeholderData: keepPreviousData,
  });
};

/** Address of the whole list as CSV. */
export function invocationsCsv(
  search: InvocationSearch,
  sort: NonNullable<InvocationParameters['sort']>,
  now: number,
): string {
  const scope = scopeQuery(readScope(search), now);
  return `/api/v1/export/invocations${stringifySearch({ ...scope, ...readInvocationFilter(search), sort })}`;
}

export const invocationQuery = (invocationId: string, { project }: ProjectSearch) =>
  queryOptions({
    queryKey: ['invocation', invocationId, { project }],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/invocations/{invocation_id}', {
          params: { path: { invocation_id: invocationId }, query: projectQuery({ project }) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
  });

/** The project's newest invocation of all time; empty pages need it. */
export const anythingQuery = ({ project }: ProjectSearch) =>
  queryOptions({
    queryKey: ['anything', { project }],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/invocations', {
          params: {
            query: {
              ...projectQuery({ project }),
              from: '2000-01-01T00:00:00.000Z',
              to: '2100-01-01T00:00:00.000Z',
              limit: 1,
            },
          },
          signal,
        }),
      ),
    // The user is waiting for the first event.
    refetchInterval: (query) =>
      query.state.data?.invocations.length === 0 ? waitingMs : refreshMs,
  });
