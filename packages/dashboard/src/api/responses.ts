import type { components, paths } from './openapi.js';

// Short names for parameters and responses of the API. A new query needs one only if its page
// cannot use the type of its query.

type Schemas = components['schemas'];

export type Adoption = Schemas['Adoption'];
export type AdoptionGroup = Adoption['groups'][number];
export type AgentReport = Schemas['AgentReport'];
export type ArrivalReport = Schemas['ArrivalReport'];
export type CommandList = Schemas['CommandList'];
export type CommandReport = Schemas['CommandReport'];
export type ErrorReport = Schemas['ErrorReport'];
export type EventDetail = Schemas['EventDetail'];
export type EventList = Schemas['EventList'];
export type FirstSteps = Schemas['FirstSteps'];
export type FlowRun = Schemas['FlowRun'];
export type FlowSummary = Schemas['FlowSummary'];
export type FlowTimes = Schemas['FlowTimes'];
export type FreeFunnel = Schemas['FreeFunnel'];
export type JudgedDifference = Pick<
  Schemas['FlowComparison']['stages'][number],
  'difference' | 'low' | 'high' | 'verdict'
>;
export type Funnel = Schemas['Funnel'];
export type FunnelStage = Schemas['FunnelStage'];
export type InvocationDetail = Schemas['InvocationDetail'];
export type IntakeReport = Schemas['IntakeReport'];
export type InvocationPage = Schemas['InvocationPage'];
export type InvocationSummary = Schemas['InvocationSummary'];
export type Overview = Schemas['Overview'];
export type PropertyBreakdown = Schemas['PropertyBreakdown'];
export type ReleaseReport = Schemas['ReleaseReport'];
export type RetentionGroup = Schemas['RetentionReport']['groups'][number];
export type Storage = Schemas['Storage'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Totals = Schemas['Totals'];

export type Declaration = FlowSummary['declaration'];
export type Outcome = FlowRun['outcome'];
export type OutcomeCounts = FlowSummary['outcomes'];
export type InvocationStatus = InvocationSummary['status'];

/** Every parameter of a query about part of the data. */
export type ScopeParameters = NonNullable<paths['/api/v1/overview']['get']['parameters']['query']>;

/** Every parameter of the list of invocations. */
export type InvocationParameters = NonNullable<
  paths['/api/v1/invocations']['get']['parameters']['query']
>;
