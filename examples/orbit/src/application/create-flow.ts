import type { FlowRun } from 'sonde';
import { type catalog, type ReportedPlan, reportedPlans } from '../catalog.js';

/** One attempt at creating an application. A dry run has none. */
export type CreateFlow = FlowRun<(typeof catalog)['flows']['application_create']>;

/** A plan the catalog does not know yet is `unknown`. */
export function reportPlan(id: string): ReportedPlan {
  return reportedPlans.find((plan) => plan === id) ?? 'unknown';
}
