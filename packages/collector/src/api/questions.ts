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
  ToolList,
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
  readRange,
  readScope,
  type ScopeParameters,
} from './query-parameters.js';
import type { QueryDependencies } from './routes.js';

const defaultPageSize = 50;

export async function askOverview(
  dependencies: QueryDependencies,
  project: string,
  parameters: ScopeParameters,
): Promise<Overview> {
  return dependencies.getStore().overview(project, readScope(parameters, dependencies.now()));
}

export async function askTools(
  dependencies: QueryDependencies,
  project: string,
): Promise<ToolList> {
  return dependencies.getStore().tools(project);
}

export async function askFilters(
  dependencies: QueryDependencies,
  project: string,
  parameters: ScopeParameters,
): Promise<FilterValues> {
  return dependencies.getStore().filterValues(project, readScope(parameters, dependencies.now()));
}

export async function askFlows(
  dependencies: QueryDependencies,
  project: string,
  parameters: ScopeParameters,
): Promise<FlowList> {
  return dependencies.getStore().flows(project, readScope(parameters, dependencies.now()));
}

export async function askFunnel(
  dependencies: QueryDependencies,
  project: string,
  flow: string,
  parameters: ScopeParameters,
): Promise<Funnel> {
  return dependencies.getStore().funnel(project, readScope(parameters, dependencies.now()), flow);
}

const filterNames = [
  ...Object.keys(invocationFilter.properties),
  ...Object.keys(flowRunFilter.properties),
] as (keyof InvocationFilter | keyof FlowRunFilter)[];

export async function askInvocations(
  dependencies: QueryDependencies,
  project: string,
  parameters: InvocationParameters,
): Promise<InvocationPage> {
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
  project: string,
  invocationId: string,
): Promise<InvocationDetail> {
  return dependencies.getStore().invocation(project, invocationId);
}

export async function askQuarantine(
  dependencies: QueryDependencies,
  project: string,
  parameters: ArrivalParameters,
): Promise<QuarantineReport> {
  return dependencies.getStore().quarantine(project, readScope(parameters, dependencies.now()));
}

export async function askLosses(
  dependencies: QueryDependencies,
  project: string,
  parameters: ArrivalParameters,
): Promise<LossReport> {
  return dependencies.getStore().losses(project, readScope(parameters, dependencies.now()));
}

export function exportEvents(
  dependencies: QueryDependencies,
  project: string,
  parameters: ExportParameters,
): AsyncIterable<ExportedEvent> {
  return dependencies.getStore().exportEvents(project, readRange(parameters));
}
