import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type FunnelSearch, fewestSteps, readFunnelChoice } from '../url/funnel-search.js';
import { readScope, scopeQuery } from '../url/scope-search.js';
import { client, responseOf } from './client.js';
import { refreshMs } from './refresh.js';

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
