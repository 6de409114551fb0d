import type { InvocationParameters } from '../api/responses.js';
import { type ComparisonSearch, readComparison } from './comparison-search.js';
import { type ListFilter, listFilters, readScope, type ScopeSearch } from './scope-search.js';
import { allOf, firstOf } from './search-string.js';

/** A free funnel in the address; the names are those of the API. */
export type FunnelChoice = {
  /** In order, each as `<event>` or `<event>?<condition>`. */
  step?: string[] | undefined;
  /** Left out if invocations are counted. */
  per?: 'person' | undefined;
  /** Left out if it is the default: 7 days per person, else no limit. */
  window_ms?: number | undefined;
  exclude?: string | undefined;
  by?: ListFilter | undefined;
};

/** The search of the page of free funnels. */
export type FunnelSearch = ScopeSearch & FunnelChoice & ComparisonSearch;

/** Filters of the list of invocations behind a number of a free funnel. */
export type FunnelFilter = Pick<
  InvocationParameters,
  | 'funnel_reached'
  | 'funnel_step'
  | 'funnel_per'
  | 'funnel_window_ms'
  | 'funnel_exclude'
  | 'funnel_by'
  | 'funnel_value'
>;

export const fewestSteps = 2;
export const mostSteps = 12;

export function readFunnelChoice(search: Record<string, unknown>): FunnelChoice {
  const step = allOf(search.step).filter((text) => text !== '');
  const window_ms = readPositive(search.window_ms);
  const exclude = firstOf(search.exclude) || undefined;
  const by = listFilters.find((name) => name === firstOf(search.by));
  return {
    ...(step.length > 0 && { step }),
    ...(firstOf(search.per) === 'person' && { per: 'person' as const }),
    ...(window_ms !== undefined && { window_ms }),
    ...(exclude !== undefined && { exclude }),
    ...(by !== undefined && { by }),
  };
}

export const readFunnelSearch = (search: Record<string, unknown>): FunnelSearch => ({
  ...readScope(search),
  ...readFunnelChoice(search),
  ...readComparison(search),
});

/** The list of those who reached a step. */
export function listOfStep(
  { step = [], per, window_ms, exclude }: FunnelChoice,
  reached: number,
  group?: { by: ListFilter; value: string },
): FunnelFilter {
  return {
    ...{ funnel_reached: reached, funnel_step: step },
    ...(per !== undefined && { funnel_per: per }),
    ...(window_ms !== undefined && { funnel_window_ms: window_ms }),
    ...(exclude !== undefined && { funnel_exclude: exclude }),
    ...(group !== undefined && { funnel_by: group.by, funnel_value: group.value }),
  };
}

/** Reads what {@link listOfStep} returns; empty without a step that the funnel has. */
export function readFunnelFilter(search: Record<string, unknown>): FunnelFilter {
  const { step, ...choice } = readFunnelChoice({
    ...{ step: search.funnel_step, per: search.funnel_per, window_ms: search.funnel_window_ms },
    ...{ exclude: search.funnel_exclude, by: search.funnel_by },
  });
  const reached = readPositive(search.funnel_reached);
  if (step === undefined || reached === undefined || reached > step.length) return {};
  const value = firstOf(search.funnel_value);
  const group = choice.by !== undefined && value !== undefined && { by: choice.by, value };
  return listOfStep({ step, ...choice }, reached, group || undefined);
}

function readPositive(value: unknown): number | undefined {
  const number = Number(firstOf(value) || Number.NaN);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
