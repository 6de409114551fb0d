import type { components, paths } from './openapi.js';

// Short names for what the collector is asked and answers. A new question needs none as long as its page
// gets by with the type that its query has.

type Schemas = components['schemas'];

export type FlowRun = Schemas['FlowRun'];
export type FlowSummary = Schemas['FlowSummary'];
export type Funnel = Schemas['Funnel'];
export type FunnelStage = Schemas['FunnelStage'];
export type InvocationDetail = Schemas['InvocationDetail'];
export type InvocationPage = Schemas['InvocationPage'];
export type InvocationSummary = Schemas['InvocationSummary'];
export type Overview = Schemas['Overview'];
export type Storage = Schemas['Storage'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Totals = Schemas['Totals'];

export type Declaration = FlowSummary['declaration'];
export type Outcome = FlowRun['outcome'];
export type OutcomeCounts = FlowSummary['outcomes'];
export type InvocationStatus = InvocationSummary['status'];

/** Every parameter of a question about a part of the data. */
export type ScopeParameters = NonNullable<paths['/api/v1/overview']['get']['parameters']['query']>;

/** Every parameter of the list of invocations. */
export type InvocationParameters = NonNullable<
  paths['/api/v1/invocations']['get']['parameters']['query']
>;
