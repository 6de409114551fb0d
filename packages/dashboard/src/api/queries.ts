import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AdoptionSearch } from '../url/adoption-search.js';
import { type FunnelSearch, fewestSteps, readFunnelChoice } from '../url/funnel-search.js';
import type { InvocationSearch } from '../url/invocation-search.js';
import { readInvocationFilter } from '../url/invocation-search.js';
import type { ReleaseSearch } from '../url/release-search.js';
import type { RetentionSearch } from '../url/retention-search.js';
import {
  arrivalQuery,
  hasFilters,
  type ProjectSearch,
  projectQuery,
  readScope,
  type ScopeSearch,
  scopeQuery,
  withoutFilters,
  zonedQuery,
} from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import type { InvocationParameters } from './responses.js';

/** How often a visible page refreshes. */
const refreshMs = 15_000;

/** How often a page without events checks for the first one. */
const waitingMs = 2_000;

/** Invocations per page of the list. */
const pageSize = 50;

// Keys contain the range as in the URL. A relative range is resolved at each request, so that a
// refresh moves with the clock and replaces the same entry.

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

export const adoptionQuery = ({ by = 'version', of: _of, ...scope }: AdoptionSearch) =>
  queryOptions({
    queryKey: ['adoption', by, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/adoption', {
          params: { query: { ...zonedQuery(scope, Date.now()), property: by } },
          signal,
        }),
      ),
    refetchInterval: refreshMs,
    placeholderData: (previous) => (previous?.property === by ? previous : undefined),
  });

export const retentionQuery = ({ by, ...scope }: RetentionSearch) =>
  queryOptions({
    queryKey: ['retention', by, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/retention', {
          params: { query: { ...zonedQuery(scope, Date.now()), ...(by !== undefined && { by }) } },
          signal,
        }),
      ),
    refetchInterval: 4 * refreshMs,
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

/** What a free funnel asks for, as parameters of the API. */
function funnelParameters(search: FunnelSearch) {
  const { step = [], per, window_ms, exclude } = readFunnelChoice(search);
  return {
    step,
    ...(per !== undefined && { per }),
    ...(window_ms !== undefined && { window_ms }),
    ...(exclude !== undefined && { exclude }),
  };
}

export const freeFunnelQuery = (search: FunnelSearch) => {
  const { by } = readFunnelChoice(search);
  const choice = { ...funnelParameters(search), ...(by !== undefined && { by }) };
  const scope = readScope(search);
  return queryOptions({
    queryKey: ['free-funnel', choice, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/free-funnel', {
          params: { query: { ...scopeQuery(scope, Date.now()), ...choice } },
          signal,
        }),
      ),
    enabled: choice.step.length >= fewestSteps,
    refetchInterval: 4 * refreshMs,
    placeholderData: keepPreviousData,
  });
};

export const freeFunnelComparisonQuery = (search: FunnelSearch, compare: string) => {
  const choice = funnelParameters(search);
  const scope = readScope(search);
  return queryOptions({
    queryKey: ['free-funnel-comparison', choice, compare, scope],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/free-funnel/comparison', {
          params: { query: { ...scopeQuery(scope, Date.now()), ...choice, compare } },
          signal,
        }),
      ),
    refetchInterval: 4 * refreshMs,
  });
};

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

/** @param sort Default newest first. */
export const invocationsQuery = (search: InvocationSearch, sort?: InvocationParameters['sort']) => {
  const scope = readScope(search);
  const filter = readInvocationFilter(search);
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

/** Why events that arrived in the last hour were not stored; for a project that waits for its first. */
export const firstProblemsQuery = (project: string) =>
  queryOptions({
    queryKey: ['first-problems', project],
    queryFn: async ({ signal }) => {
      const since = Date.now() - 3_600_000;
      const query = { project, from: new Date(since).toISOString() };
      const [quarantine, { refused }] = await Promise.all([
        responseOf(client.GET('/api/v1/quarantine', { params: { query }, signal })),
        responseOf(client.GET('/api/v1/intake', { params: { query: { project } }, signal })),
      ]);
      return {
        quarantine,
        refused: refused.filter(({ last_at }) => Date.parse(last_at) >= since),
      };
    },
    refetchInterval: waitingMs,
  });

/** The first invocation, flow, failure and coding agent of a project. */
export const firstStepsQuery = (project: string) =>
  queryOptions({
    queryKey: ['first-steps', project],
    queryFn: ({ signal }) =>
      responseOf(client.GET('/api/v1/first-steps', { params: { query: { project } }, signal })),
    refetchInterval: refreshMs,
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

/** Disk use of the store. */
export const storageQuery = () =>
  queryOptions({
    queryKey: ['storage'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/storage', { signal })),
    refetchInterval: 4 * refreshMs,
  });
