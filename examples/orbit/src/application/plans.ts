import { type Account, type Plan, planIdOf } from '../answers.js';
import { type ReportedPlan, reportedPlans } from '../catalog.js';

/** Finds a plan by its id, or by the name of its template. */
export function findPlan(plans: readonly Plan[], id: string): Plan | undefined {
  return plans.find((plan) => plan.id === id || plan.templateId === id);
}

/** A plan that is not in the catalog is `unknown`. */
export function reportPlan(id: string): ReportedPlan {
  const known = planIdOf(id);
  return reportedPlans.find((plan) => plan === known) ?? 'unknown';
}

/** A line for a list of choices. */
export function describePlan(plan: Plan, account: Account): string {
  const card = plan.billingRequired && !account.billing.active ? ', needs a card on file' : '';
  return `${plan.name} (${formatPrice(plan)}${card})`;
}

/** For example `$29.00 a month`. */
export function formatPrice({ priceCents, currency }: Plan): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return `${format.format(priceCents / 100)} a month`;
}
