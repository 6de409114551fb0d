/** One plan on the price list. */
export interface Plan {
  /** Id of the plan's template. Sometimes renamed; the free one contains its year. */
  id: string;
  tier: 'free' | 'paid';
  name: string;
  /** Price per month in cents of `currency`. */
  price_cents: number;
  currency: 'USD';
  /** A card must be on file before the plan can be used. */
  billing_required: boolean;
  terms: { version: string };
}

/** Path of a plan's terms. */
export function termsPath(plan: string, version: string): string {
  return `/terms/${plan}/${version}`;
}

const permanentPlans: readonly Plan[] = [
  {
    id: 'tmpl_free_2024',
    tier: 'free',
    name: 'Free',
    price_cents: 0,
    currency: 'USD',
    billing_required: false,
    terms: { version: '2024-06' },
  },
  {
    id: 'starter',
    tier: 'paid',
    name: 'Starter',
    price_cents: 900,
    currency: 'USD',
    billing_required: true,
    terms: { version: '2025-03' },
  },
  {
    id: 'pro',
    tier: 'paid',
    name: 'Pro',
    price_cents: 2900,
    currency: 'USD',
    billing_required: true,
    terms: { version: '2025-03' },
  },
];

/** The plan of a new application. */
export const firstPlanId = 'tmpl_free_2024';

/** The price list, cheapest first. */
export function listPlans({ added_plans = [] }: { added_plans?: readonly Plan[] }): Plan[] {
  return [...permanentPlans, ...added_plans].sort(
    (one, other) => one.price_cents - other.price_cents,
  );
}
