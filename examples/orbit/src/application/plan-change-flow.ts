import type { FlowRun } from 'sonde';
import type { catalog } from '../catalog.js';

/** One run of changing an application's plan. A dry run has none. */
export type PlanChangeFlow = FlowRun<(typeof catalog)['flows']['plan_change']>;

/** Towards a more expensive plan, or a cheaper one. */
export type Direction = 'upgrade' | 'downgrade';
