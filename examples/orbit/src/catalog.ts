import { boolean, defineCatalog, describe, integer, oneOf, optional, slug } from 'sonde/catalog';

/** Plan ids in events; the free tier is `free`, whatever the name of its template. */
export const reportedPlans = ['free', 'starter', 'pro', 'unknown'] as const;
export type ReportedPlan = (typeof reportedPlans)[number];

const plan = oneOf(...reportedPlans);
const region = slug(/[a-z]{2}-[1-9][0-9]?/);

/** Everything orbit reports. Nothing else can be reported. */
export const catalog = defineCatalog({
  tool: 'orbit',
  consentVersion: 2,
  usageErrors: true,
  invocationProperties: {
    app_id: describe(
      'The application used by default, to follow one from its creation on.',
      optional(slug(/app_[a-z0-9]{1,32}/)),
    ),
    configured_applications: describe(
      'How many applications this machine knows, to tell first use from later.',
      optional(integer({ min: 0, max: 1000 })),
    ),
  },
  events: {
    'CLI Auth Logout': {
      description: 'The session was ended by the user.',
      properties: { flow: describe('To count it beside sign-in.', oneOf('logout')) },
    },
  },
  flows: {
    application_create: {
      title: 'Create an application',
      description:
        'Name it, sign in, choose a plan, accept the terms, choose a region, have the service create it, make an API key, apply the plan, note it on this machine.',
      eventPrefix: 'CLI Application Create',
      steps: [
        'name',
        'auth',
        'plan',
        'terms',
        'region',
        'api_call',
        'api_key',
        'apply_plan',
        'profile_configure',
      ],
      reasons: ['declined_terms', 'cancelled', 'billing_required'],
      milestones: {
        'Accepted Terms': { step: 'terms', properties: { plan } },
        'Declined Terms': { step: 'terms', onPath: false, properties: { plan } },
      },
      completed: { region, plan },
    },
    plan_change: {
      title: 'Change a plan',
      description:
        'Up or down. Sign in, find the application, choose among the plans that cost more or less, have a card on file, accept the terms, have the service change the plan, note it on this machine.',
      eventPrefix: 'CLI Application Plan Change',
      steps: ['auth', 'application', 'plan', 'billing', 'terms', 'api_call', 'profile_configure'],
      reasons: [
        'declined_terms',
        'cancelled',
        'billing_required',
        'already_on_plan',
        'no_candidates',
      ],
      properties: { direction: oneOf('upgrade', 'downgrade') },
      started: { requested_plan: optional(plan) },
      milestones: {
        'Accepted Terms': { step: 'terms', properties: { plan } },
        'Declined Terms': { step: 'terms', onPath: false, properties: { plan } },
      },
      completed: { from_plan: plan, to_plan: plan },
    },
    auth: {
      title: 'Sign in',
      description:
        'With the browser: wait for it, exchange the code, look up the applications, create the first one or select the default one, note it on this machine.',
      eventPrefix: 'CLI Auth',
      steps: [
        'browser_wait',
        'code_exchange',
        'apps_fetch',
        'app_create',
        'app_select',
        'profile_configure',
      ],
      // An application can be created during sign-in, with its own reasons to stop.
      reasons: ['cancelled', 'declined_terms', 'billing_required'],
      properties: { flow: oneOf('login', 'signup') },
      started: { no_browser: boolean() },
      milestones: {
        'Browser Opened': { step: 'browser_wait', onPath: false },
        'Browser Failed': { step: 'browser_wait', onPath: false },
        'Callback Received': { step: 'browser_wait' },
      },
    },
  },
});
