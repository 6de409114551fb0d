import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReleaseSearch } from '../url/release-search.js';
import {
  arrivalQuery,
  type ProjectSearch,
  projectQuery,
  type ScopeSearch,
  scopeQuery,
  withoutFilters,
  zonedQuery,
} from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs, waitingMs } from './refresh.js';

/** `isAwaited`: the first event has arrived, and the empty overview should show it. */
export const overviewQuery = (scope: ScopeSearch, { isAwaited = false } = {}) =>
  queryOptions({
    queryKey: ['overview', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/overview', {
          params: { query: zonedQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      isAwaited && state.data?.totals.invocations === 0 ? waitingMs : refreshMs,
    placeholderData: keepPreviousData,
  });

/** `all`: also the rates that did not get worse. */
export const releaseReportQuery = (
  { release, since, ...scope }: ReleaseSearch,
  { all = false } = {},
) =>
  queryOptions({
    queryKey: ['release-report', scope, { release, since, all }],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/releases/report', {
          params: {
            query: {
              ...scopeQuery(scope, Date.now()),
              ...(release !== undefined && { release }),
              ...(since !== undefined && { since }),
              ...(all && { all }),
            },
          },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** Runs whose arguments were refused. */
export const rejectionsQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['rejections', scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/rejections', {
          params: { query: scopeQuery(scope, Date.now()) },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** Quarantined and lost events, by arrival: only the range applies. */
export const dataQualityQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['data-quality', withoutFilters(scope)],
    queryFn: async ({ signal }) => {
      const options = { params: { query: arrivalQuery(scope, Date.now()) }, signal };
      const [quarantine, losses] = await Promise.all([
        responseOf(client.GET('/api/v1/quarantine', options)),
        responseOf(client.GET('/api/v1/losses', options)),
      ]);
      return { quarantine, losses };
    },
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** All tools of the project; new ones are rare. */
export const toolsQuery = (search: ProjectSearch) =>
  queryOptions({
    queryKey: ['tools', projectQuery(search)],
    queryFn: ({ signal }) =>
      responseOf(client.GET('/api/v1/tools', { params: { query: projectQuery(search) }, signal })),
    staleTime: 60_000,
  });

/** The filter values in the range, without applied filters, so that a filter can be widened. */
export const filterValuesQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['filters', withoutFilters(scope)],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/filters', {
          params: { query: arrivalQuery(scope, Date.now()) },
          signal,
        }),
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
