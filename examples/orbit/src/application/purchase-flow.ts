import type { ReportedPlan } from '../catalog.js';

/** What flows that choose a plan have in common. */
export interface PurchaseFlow {
  milestone(name: 'Accepted Terms' | 'Declined Terms', properties: { plan: ReportedPlan }): void;
  abort(reason: 'declined_terms' | 'billing_required'): void;
}
