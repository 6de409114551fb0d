import type {
  FilterValues,
  FlowList,
  FlowRunFilter,
  Funnel,
  InvocationDetail,
  InvocationFilter,
  InvocationPage,
  LossReport,
  Overview,
  QuarantineReport,
} from '@sonde/analytics';
import {
  FlowRunFilter as flowRunFilter,
  InvocationFilter as invocationFilter,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import type { ExportedEvent } from '@sonde/store';
import {
  type ArrivalParameters,
  type ExportParameters,
  type InvocationParameters,
  type ProjectParameters,
  readRange,
  readScope,
  type ScopeParameters,
} from './query-parameters.js';
import type { QueryDependencies } from './routes.js';

const defaultPageSize = 50;

function readProject({ projects }: QueryDependencies, parameters: ProjectParameters): string {
  const [first] = projects;
  const fallback = projects.length === 1 && first !== undefined ? first : 'default';
  const { project = fallback } = parameters;
  if (!projects.includes(project)) {
    throw new SondeError('parameter_invalid', {
      detail: `there is no project ${JSON.stringify(project.slice(0, 80))}`,
    });
  }
  return project;
}

export async function askOverview(
  dependencies: QueryDependencies,
  parameters: ScopeParameters,
): Promise<Overview> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().overview(project, readScope(parameters, dependencies.now()));
}

export async function askFilters(
  dependencies: QueryDependencies,
  parameters: ScopeParameters,
): Promise<FilterValues> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().filterValues(project, readScope(parameters, dependencies.now()));
}

export async function askFlows(
  dependencies: QueryDependencies,
  parameters: ScopeParameters,
): Promise<FlowList> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().flows(project, readScope(parameters, dependencies.now()));
}

export async function askFunnel(
  dependencies: QueryDependencies,
  flow: string,
  parameters: ScopeParameters,
): Promise<Funnel> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().funnel(project, readScope(parameters, dependencies.now()), flow);
}

const filterNames = [
  ...Object.keys(invocationFilter.properties),
  ...Object.keys(flowRunFilter.properties),
] as (keyof InvocationFilter | keyof FlowRunFilter)[];

export async function askInvocations(
  dependencies: QueryDependencies,
  parameters: InvocationParameters,
): Promise<InvocationPage> {
  const project = readProject(dependencies, parameters);
  const filter: InvocationFilter & FlowRunFilter = {};
  for (const name of filterNames) {
    if (parameters[name] === undefined) continue;
    if (name.startsWith('flow_') && parameters.flow === undefined) {
      throw new SondeError('parameter_invalid', { detail: `${name} needs flow` });
    }
    Object.assign(filter, { [name]: parameters[name] });
  }
  return dependencies
    .getStore()
    .invocations(project, readScope(parameters, dependencies.now()), filter, {
      limit: parameters.limit ?? defaultPageSize,
      cursor: parameters.cursor ?? null,
    });
}

export async function askInvocation(
  dependencies: QueryDependencies,
  invocationId: string,
  parameters: ProjectParameters,
): Promise<InvocationDetail> {
  return dependencies.getStore().invocation(readProject(dependencies, parameters), invocationId);
}

export async function askQuarantine(
  dependencies: QueryDependencies,
  parameters: ArrivalParameters,
): Promise<QuarantineReport> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().quarantine(project, readScope(parameters, dependencies.now()));
}

export async function askLosses(
  dependencies: QueryDependencies,
  parameters: ArrivalParameters,
): Promise<LossReport> {
  const project = readProject(dependencies, parameters);
  return dependencies.getStore().losses(project, readScope(parameters, dependencies.now()));
}

export function exportEvents(
  dependencies: QueryDependencies,
  parameters: ExportParameters,
): AsyncIterable<ExportedEvent> {
  return dependencies
    .getStore()
    .exportEvents(readProject(dependencies, parameters), readRange(parameters));
}
