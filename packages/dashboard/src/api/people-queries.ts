import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AdoptionSearch } from '../url/adoption-search.js';
import type { RetentionSearch } from '../url/retention-search.js';
import { zonedQuery } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

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
