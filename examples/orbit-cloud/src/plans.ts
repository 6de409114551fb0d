/** One plan on the price list. */
export interface Plan {
  /** The template the plan was made from. Renamed now and then; the free one carries its year. */
  id: string;
  tier: 'free' | 'paid';
  name: string;
  /** Cents of `currency`, a month. */
  price_cents: number;
  currency: 'USD';
  /** A card must be on file before the plan can be used. */
  billing_required: boolean;
  terms: { version: string; url: string };
}

function termsOf(plan: string, version: string): Plan['terms'] {
  return { version, url: `https://orbit.example/terms/${plan}/${version}` };
}

/** Cheapest first. */
export const plans: readonly Plan[] = [
  {
    id: 'tmpl_free_2024',
    tier: 'free',
    name: 'Free',
    price_cents: 0,
    currency: 'USD',
    billing_required: false,
    terms: termsOf('free', '2024-06'),
  },
  {
    id: 'starter',
    tier: 'paid',
    name: 'Starter',
    price_cents: 900,
    currency: 'USD',
    billing_required: true,
    terms: termsOf('starter', '2025-03'),
  },
  {
    id: 'pro',
    tier: 'paid',
    name: 'Pro',
    price_cents: 2900,
    currency: 'USD',
    billing_required: true,
    terms: termsOf('pro', '2025-03'),
  },
];

/** The plan an application has until another one is applied. */
export const firstPlanId = 'tmpl_free_2024';
