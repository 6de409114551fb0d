import { contextName } from '@sonde/analytics/format';
import type { ScopeParameters } from '../api/answers.js';
import { type Interval, type RangeSearch, readRange, resolveRange } from './date-range.js';
import { firstOf, listOf } from './search-string.js';

/** The filters that take a list of values, in the order in which they are offered. */
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

/** The filters that are yes, no, or not asked. */
export const booleanFilters = [
  'is_ci',
  'is_interactive',
] as const satisfies readonly (keyof ScopeParameters)[];
export type BooleanFilter = (typeof booleanFilters)[number];

/** Which part of the data every page shows; the same names in the address as in the API. */
export type ScopeSearch = ProjectSearch &
  RangeSearch & {
    [Name in ListFilter]?: string[] | undefined;
  } & { [Name in BooleanFilter]?: boolean | undefined };

/** The project that the page is about. Any text is kept, so that the page can name an unknown one. */
export type ProjectSearch = { project?: string | undefined };

const filterLabels: Record<ListFilter | BooleanFilter, string> = {
  tool: 'Tool',
  version: 'Version',
  env: 'Environment',
  command: 'Command',
  operating_system: 'Operating system',
  arch: 'Architecture',
  runtime: 'Runtime',
  cli_context: 'Run by',
  ci_name: 'CI vendor',
  is_ci: 'CI',
  is_interactive: 'Terminal',
};

export const filterLabel = (name: ListFilter | BooleanFilter): string => filterLabels[name];

/** A tool for people, who need a word where it is not known. */
export const toolLabel = (tool: string): string => (tool === '' ? 'tool unknown' : tool);

/** A value of a filter for people. */
export function valueLabel(name: ListFilter, value: string): string {
  if (name === 'tool') return toolLabel(value);
  return name === 'cli_context' ? contextName(value) : value;
}

const booleanLabels: Record<BooleanFilter, { true: string; false: string }> = {
  is_ci: { true: 'In CI', false: 'Outside CI' },
  is_interactive: { true: 'With a terminal', false: 'Without a terminal' },
};

/** A yes-or-no filter in words, for example `Outside CI`. */
export const booleanLabel = (name: BooleanFilter, value: boolean): string =>
  booleanLabels[name][value ? 'true' : 'false'];

function readBoolean(value: unknown): boolean | undefined {
  const text = firstOf(value);
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The project of an address. */
function readProject(search: Record<string, unknown>): ProjectSearch {
  const project = firstOf(search.project);
  return project === undefined || project === '' ? {} : { project };
}

/** Reads the shared part of an address; what is unknown or malformed is left out. */
export function readScope(search: Record<string, unknown>): ScopeSearch {
  const scope: ScopeSearch = {
    ...readProject(search),
    ...readRange({
      range: firstOf(search.range),
      from: firstOf(search.from),
      to: firstOf(search.to),
    }),
  };
  for (const name of listFilters) {
    // An empty tool stands for the events whose tool is not known.
    const values = name === 'tool' ? listOf(search[name], () => true) : listOf(search[name]);
    if (values !== undefined) scope[name] = values;
  }
  for (const name of booleanFilters) {
    const value = readBoolean(search[name]);
    if (value !== undefined) scope[name] = value;
  }
  return scope;
}

/** Whether anything but the range narrows the data. */
export const hasFilters = (scope: ScopeSearch): boolean =>
  [...listFilters, ...booleanFilters].some((name) => scope[name] !== undefined);

/** Project and range, which are left when all filters are cleared. */
export const withoutFilters = (scope: ScopeSearch): ScopeSearch => ({
  ...readProject(scope),
  ...readRange(scope),
});

/** Everything but the project. */
export function withoutProject({ project: _project, ...others }: ScopeSearch): ScopeSearch {
  return others;
}

/** What goes along to another project: the range. Versions and commands are of one project. */
export const withProject = (scope: ScopeSearch, project: string): ScopeSearch => ({
  project,
  ...readRange(scope),
});

/** The range replaced, the filters kept. */
export function withRange(scope: ScopeSearch, range: RangeSearch): ScopeSearch {
  const { range: _range, from: _from, to: _to, ...filters } = scope;
  return { ...filters, ...readRange(range) };
}

/** The API's parameters for project and range alone. */
export const arrivalQuery = (scope: ScopeSearch, now: number): Interval & { project?: string } => ({
  ...projectQuery(scope),
  ...resolveRange(scope, now),
});

/** The API's parameter for the project alone. */
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
