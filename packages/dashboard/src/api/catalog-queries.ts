import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { arrivalQuery, type ScopeSearch, withoutFilters } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';

const refreshMs = 15_000;

export type CatalogEvent = components['schemas']['CatalogReport']['events'][number];
export type QuarantineGroup = components['schemas']['QuarantineReport']['groups'][number];

/** Declared and undeclared events, and quarantined ones: only the range applies. */
export const catalogQuery = (scope: ScopeSearch) =>
  queryOptions({
    queryKey: ['catalog', withoutFilters(scope)],
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

/** Which quarantined events an act is about. */
export interface QuarantineSelection {
  code: string;
  event: string;
  tool: string;
  from?: string;
  to?: string;
}

/** Replays quarantined events, page by page. */
export async function replayQuarantined(project: string, selection: QuarantineSelection) {
  const done = { accepted: 0, duplicates: 0, quarantined: 0 };
  let cursor: string | null = null;
  do {
    const page: typeof done & { next_cursor: string | null } = await responseOf(
      client.POST('/api/v1/quarantine/replay', {
        params: { query: { project } },
        body: { ...selection, ...(cursor !== null && { cursor }) },
      }),
    );
    done.accepted += page.accepted;
    done.duplicates += page.duplicates;
    done.quarantined += page.quarantined;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return done;
}

/** Deletes quarantined events for good. */
export const dropQuarantined = (project: string, selection: QuarantineSelection) =>
  responseOf(
    client.POST('/api/v1/quarantine/drop', {
      params: { query: { project } },
      body: { ...selection },
    }),
  );
