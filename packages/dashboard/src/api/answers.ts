import type { components, paths } from './openapi.js';

// What the collector is asked and answers, under short names. A new question needs none: its page takes
// the type from its query, or from `components` as here.

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
