import { replayPages } from '@sonde/analytics/format';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { arrivalQuery, type ScopeSearch, withoutFilters } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';

const refreshMs = 15_000;

export type CatalogEvent = components['schemas']['CatalogReport']['events'][number];
export type CatalogFlow = components['schemas']['CatalogReport']['flows'][number];
export type CatalogProperty = components['schemas']['CatalogEventReport']['properties'][number];
export type QuarantineGroup = components['schemas']['QuarantineReport']['groups'][number];
export type QuarantinedEvent = components['schemas']['QuarantinedEventPage']['events'][number];
type QuarantinedEventPage = components['schemas']['QuarantinedEventPage'];

const catalogKey = ['catalog'];
const quarantineKey = [...catalogKey, 'quarantine'];

/** Declared and undeclared events, and quarantined ones, of all tools: only the range applies. */
export const catalogQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: [...catalogKey, withoutFilters(scope)],
    queryFn: async ({ signal }) => {
      const query = arrivalQuery(scope, Date.now());
      const options = { params: { query }, signal };
      const [catalog, quarantine] = await Promise.all([
        responseOf(client.GET('/api/v1/catalog', options)),
        responseOf(client.GET('/api/v1/quarantine', options)),
      ]);
      return { ...catalog, quarantine, range: { from: query.from, to: query.to } };
    },
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });

/** The properties of one event of a tool: only the range applies. */
export const catalogEventQuery = (scope: ScopeSearch, tool: string, event: string) =>
  queryOptions({
    queryKey: [...catalogKey, withoutFilters(scope), tool, event],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/catalog/events/{event}', {
          params: { path: { event }, query: { ...arrivalQuery(scope, Date.now()), tool } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** Which quarantined events of a project are shown, replayed or dropped. */
export interface QuarantineSelection {
  code: string;
  event: string;
  tool: string;
  /** Empty: the reason names no field. */
  field: string;
  from?: string;
  to?: string;
}

/** Quarantined events, newest first, without their content. */
export const quarantinedEventsQuery = (project: string, selection: QuarantineSelection) =>
  infiniteQueryOptions({
    queryKey: [...quarantineKey, project, selection],
    queryFn: ({ signal, pageParam }): Promise<QuarantinedEventPage> =>
      responseOf(
        client.GET('/api/v1/quarantine/events', {
          params: { query: { project, ...selection, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });

/** One quarantined event with its content. */
export const quarantinedEventQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: [...quarantineKey, project, id],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/quarantine/events/{id}', {
          params: { path: { id }, query: { project } },
          signal,
        }),
      ),
  });

/** Replays quarantined events, page by page. */
export const replayQuarantined = (project: string, selection: QuarantineSelection) =>
  replayPages((cursor) =>
    responseOf(
      client.POST('/api/v1/quarantine/replay', {
        params: { query: { project } },
        body: { ...selection, ...(cursor !== null && { cursor }) },
      }),
    ),
  );

/** Deletes quarantined events for good. */
export const dropQuarantined = (project: string, selection: QuarantineSelection) =>
  responseOf(
    client.POST('/api/v1/quarantine/drop', {
      params: { query: { project } },
      body: { ...selection },
    }),
  );
