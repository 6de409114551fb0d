import { contextName } from '@sonde/analytics/format';
import type { ScopeParameters } from '../api/responses.js';
import { type Interval, type RangeSearch, readRange, resolveRange } from './date-range.js';
import { firstOf, listOf } from './search-string.js';
import { readZone, type ZoneSearch } from './zone-search.js';

/** Filters with a list of values, in menu order. */
export const listFilters = [
  'tool',
  'version',
  'env',
  'command',
  'operating_system',
  'arch',
  'runtime',
  'cli_context',
  'ci_name',
] as const satisfies readonly (keyof ScopeParameters)[];
export type ListFilter = (typeof listFilters)[number];

/** Filters that are yes, no, or not set. */
export const booleanFilters = [
  'is_ci',
  'is_interactive',
] as const satisfies readonly (keyof ScopeParameters)[];
export type BooleanFilter = (typeof booleanFilters)[number];

export const isBooleanFilter = (name: ListFilter | BooleanFilter): name is BooleanFilter =>
  booleanFilters.some((one) => one === name);

/** The part of the data that every page shows; the URL uses the names of the API. */
export type ScopeSearch = ProjectSearch &
  ZoneSearch &
  RangeSearch & {
    [Name in ListFilter]?: string[] | undefined;
  } & { [Name in BooleanFilter]?: boolean | undefined };

/** The project of the page. Any text is kept, so that the page can name an unknown project. */
export type ProjectSearch = { project?: string | undefined };

const filterLabels: Record<ListFilter | BooleanFilter, string> = {
  tool: 'Tool',
  version: 'Version',
  env: 'Environment',
  command: 'Command',
  operating_system: 'Operating system',
  arch: 'Architecture',
  runtime: 'Runtime',
  cli_context: 'Context',
  ci_name: 'CI vendor',
  is_ci: 'CI',
  is_interactive: 'Terminal',
};

export const filterLabel = (name: ListFilter | BooleanFilter): string => filterLabels[name];

/** A tool's name for people, with a word for an unknown one. */
export const toolLabel = (tool: string): string => (tool === '' ? 'tool unknown' : tool);

/** A value of a filter for people. */
export function valueLabel(name: ListFilter, value: string): string {
  if (name === 'tool') return toolLabel(value);
  if (value === '') return name === 'ci_name' ? 'no CI vendor' : 'unknown';
  return name === 'cli_context' ? contextName(value) : value;
}

const booleanLabels: Record<BooleanFilter, { true: string; false: string }> = {
  is_ci: { true: 'In CI', false: 'Outside CI' },
  is_interactive: { true: 'With a terminal', false: 'Without a terminal' },
};

/** A yes-or-no filter in words, for example `Outside CI`. */
export const booleanLabel = (name: BooleanFilter, value: boolean): string =>
  booleanLabels[name][value ? 'true' : 'false'];

/** Yes, no, or neither. */
export function readBoolean(value: unknown): boolean | undefined {
  const text = firstOf(value);
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The project in a URL. */
function readProject(search: Record<string, unknown>): ProjectSearch {
  const project = firstOf(search.project);
  return project === undefined || project === '' ? {} : { project };
}

/** Reads the shared part of a URL; unknown or malformed values are dropped. */
export function readScope(search: Record<string, unknown>): ScopeSearch {
  const zone = readZone(firstOf(search.zone));
  const scope: ScopeSearch = {
    ...readProject(search),
    ...zone,
    ...readRange({
      ...zone,
      range: firstOf(search.range),
      from: firstOf(search.from),
      to: firstOf(search.to),
    }),
  };
  for (const name of listFilters) {
    // An empty value stands for those that were not reported.
    const values = listOf(search[name], () => true);
    if (values !== undefined) scope[name] = values;
  }
  for (const name of booleanFilters) {
    const value = readBoolean(search[name]);
    if (value !== undefined) scope[name] = value;
  }
  return scope;
}

/** Whether any filter except the range is set. */
export const hasFilters = (scope: ScopeSearch): boolean =>
  [...listFilters, ...booleanFilters].some((name) => scope[name] !== undefined);

/** Project, zone and range, which remain when all filters are cleared. */
export const withoutFilters = (scope: ScopeSearch): ScopeSearch => ({
  ...readProject(scope),
  ...readZone(scope.zone),
  ...readRange(scope),
});

/** Everything but the project. */
export function withoutProject({ project: _project, ...others }: ScopeSearch): ScopeSearch {
  return others;
}

/** The scope for another project: only zone and range. Versions and commands belong to one project. */
export const withProject = (scope: ScopeSearch, project: string): ScopeSearch => ({
  project,
  ...readZone(scope.zone),
  ...readRange(scope),
});

/** The range replaced, the filters kept. */
export function withRange(scope: ScopeSearch, range: RangeSearch): ScopeSearch {
  const { range: _range, from: _from, to: _to, ...filters } = scope;
  return { ...filters, ...readRange({ ...range, zone: scope.zone }) };
}

/** The API's parameters for project and range only. */
export const arrivalQuery = (scope: ScopeSearch, now: number): Interval & { project?: string } => ({
  ...projectQuery(scope),
  ...resolveRange(scope, now),
});

/** The API's parameter for the project only. */
export const projectQuery = ({ project }: ProjectSearch): { project?: string } =>
  project === undefined ? {} : { project };

/** The API's parameters for this scope now. */
export function scopeQuery(scope: ScopeSearch, now: number): ScopeParameters {
  const query: ScopeParameters = arrivalQuery(scope, now);
  for (const name of listFilters) {
    const values = scope[name];
    if (values !== undefined) query[name] = values;
  }
  for (const name of booleanFilters) {
    const value = scope[name];
    if (value !== undefined) query[name] = value;
  }
  return query;
}

/** The same for a query whose response has days or weeks. */
export const zonedQuery = (
  scope: ScopeSearch,
  now: number,
): ScopeParameters & { zone?: string } => ({
  ...scopeQuery(scope, now),
  ...(scope.zone !== undefined && { zone: scope.zone }),
});
