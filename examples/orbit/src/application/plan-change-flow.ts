import type { FlowRun } from 'sonde';
import type { catalog } from '../catalog.js';

/** One attempt at changing an application's plan. A dry run has none. */
export type PlanChangeFlow = FlowRun<(typeof catalog)['flows']['plan_change']>;

/** Towards a dearer plan, or a cheaper one. */
export type Direction = 'upgrade' | 'downgrade';
