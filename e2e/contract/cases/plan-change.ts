import type { Turn } from '@sonde/example-orbit-demo';
import {
  type CaseFault,
  type CaseRun,
  type CaseWorld,
  type ContractCase,
  unknownPlan,
} from '../contract-case.js';
import { damageProfiles } from '../damage.js';
import { answer, ctrlC, endlessMs, prompts, waits } from '../dialogue.js';
import {
  appId,
  cancelled,
  downgrade,
  type ExpectedRun,
  invoked,
  now,
  succeeded,
  type Thrown,
  threw,
  upgrade,
} from '../expected-events.js';
import { noBrowser } from '../person.js';

const change = (direction: 'upgrade' | 'downgrade', ...more: string[]) => [
  'application',
  direction,
  ...more,
];
const flowOf = { upgrade, downgrade };
type Direction = keyof typeof flowOf;

/** A person with a card and an application called sparrow. */
const world = (plan: string, more: CaseWorld = {}): CaseWorld => ({
  session: 'stored',
  billing: true,
  applications: ['sparrow'],
  plan,
  ...more,
});

const completed = (
  direction: Direction,
  from: string,
  to: string,
  requested?: string,
): CaseRun['events'] => [
  invoked,
  flowOf[direction].started(requested === undefined ? {} : { requested_plan: requested }),
  flowOf[direction].accepted(to),
  flowOf[direction].completed({ from_plan: from, to_plan: to }),
  succeeded,
];

/** Changed by flags only. */
function byFlags(
  direction: Direction,
  from: string,
  to: string,
  more: CaseWorld = {},
): ContractCase {
  const reported = (plan: string) => (plan === unknownPlan.id ? 'unknown' : plan);
  return {
    title: `From ${from} to ${to}, by flags`,
    rules: ['plan_change.requested_plan', 'plan_change.one_vocabulary'],
    world: world(from, more),
    runs: [
      {
        args: change(direction, '--plan', to, '--accept-terms', '-o', 'json'),
        exitCode: 0,
        events: completed(direction, reported(from), reported(to), reported(to)),
      },
    ],
  };
}

const newPlan = { offersUnknownPlan: true };

export const planChangeCompleted: readonly ContractCase[] = [
  byFlags('upgrade', 'free', 'starter'),
  byFlags('upgrade', 'starter', 'pro'),
  byFlags('downgrade', 'pro', 'starter'),
  byFlags('downgrade', 'pro', 'free'),
  byFlags('upgrade', 'free', unknownPlan.id, newPlan),
  byFlags('downgrade', unknownPlan.id, 'free', newPlan),
  {
    title: 'Upgrade, answering every question',
    rules: ['plan_change.requested_plan'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade'),
        turns: [
          answer(prompts.newPlan, 'Pro'),
          answer(prompts.terms, 'y'),
          answer(prompts.invoice, 'n'),
        ],
        exitCode: 0,
        events: completed('upgrade', 'free', 'pro'),
      },
    ],
  },
  {
    title: 'Downgrade, answering every question',
    world: world('pro'),
    runs: [
      {
        args: change('downgrade'),
        turns: [answer(prompts.newPlan, 'Free'), answer(prompts.terms, 'y')],
        exitCode: 0,
        events: completed('downgrade', 'pro', 'free'),
      },
    ],
  },
  {
    title: 'Upgrade, and press Ctrl-C when asked about the invoice',
    rules: ['flow.courtesy_cancelled'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'starter', '--accept-terms'),
        turns: [ctrlC(prompts.invoice)],
        exitCode: 0,
        events: completed('upgrade', 'free', 'starter', 'starter'),
      },
    ],
  },
  {
    title: 'Upgrade, without a browser for the invoice',
    rules: ['flow.courtesy_failed'],
    world: world('free'),
    runs: [
      {
        env: noBrowser,
        args: change('upgrade', '--plan', 'starter', '--accept-terms'),
        turns: [answer(prompts.invoice, 'y')],
        exitCode: 0,
        events: completed('upgrade', 'free', 'starter', 'starter'),
        shows: ['No browser could be opened.'],
      },
    ],
  },
  {
    title: 'Upgrade while the profile cannot be kept',
    rules: ['flow.courtesy_failed'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'pro', '--accept-terms', '--app', 'sparrow'),
        prepare: damageProfiles,
        context: { app_id: undefined, configured_applications: undefined },
        exitCode: 0,
        events: [
          invoked,
          upgrade.started({ requested_plan: 'pro' }),
          now({ app_id: appId }),
          upgrade.accepted('pro'),
          upgrade.completed({ from_plan: 'free', to_plan: 'pro' }),
          succeeded,
        ],
      },
    ],
  },
  {
    title: 'Upgrade while the result cannot be printed',
    rules: ['flow.courtesy_failed'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'pro', '--accept-terms'),
        output: '/dev/full',
        exitCode: 1,
        events: [
          invoked,
          upgrade.started({ requested_plan: 'pro' }),
          upgrade.accepted('pro'),
          upgrade.completed({ from_plan: 'free', to_plan: 'pro' }),
          ...threw({ error_class: 'ENOSPC', error_source: 'filesystem' }),
        ],
      },
    ],
  },
  ...(['upgrade', 'downgrade'] as const).map(
    (direction): ContractCase => ({
      title: `Dry run of ${direction === 'upgrade' ? 'an upgrade' : 'a downgrade'}`,
      rules: ['flow.dry_run'],
      world: world('starter'),
      runs: [
        {
          args: change(direction, '--plan', direction === 'upgrade' ? 'pro' : 'free', '--dry-run'),
          exitCode: 0,
          events: [invoked, succeeded],
          shows: ['Would put'],
        },
      ],
    }),
  ),
];

const stopped = (
  direction: Direction,
  requested: string | undefined,
  before: ExpectedRun,
  step: string,
  reason: string,
  error_class: string,
): CaseRun['events'] => [
  invoked,
  flowOf[direction].started(requested === undefined ? {} : { requested_plan: requested }),
  ...before,
  flowOf[direction].aborted(step, reason),
  ...threw({ error_class, error_source: 'user' }),
];

/** Stopped by a rule or by the user. */
export const planChangeStopped: readonly ContractCase[] = [
  {
    title: 'Decline the terms of an upgrade',
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'starter'),
        turns: [answer(prompts.terms, 'n')],
        exitCode: 1,
        events: stopped(
          'upgrade',
          'starter',
          [upgrade.declined('starter')],
          'terms',
          'declined_terms',
          'TermsDeclinedError',
        ),
      },
    ],
  },
  ...(
    [
      ['downgrade', 'pro', 'free', 'free'],
      ['upgrade', 'free', 'pro', 'pro'],
      ['upgrade', 'free', unknownPlan.id, 'unknown'],
    ] as const
  ).map(
    ([direction, from, to, reported]): ContractCase => ({
      title: `Do not accept the terms of going from ${from} to ${to} by a flag`,
      world: world(from, newPlan),
      runs: [
        {
          args: change(direction, '--plan', to),
          exitCode: 1,
          events: stopped(
            direction,
            reported,
            [flowOf[direction].declined(reported)],
            'terms',
            'declined_terms',
            'TermsDeclinedError',
          ),
        },
      ],
    }),
  ),
  {
    title: 'Upgrade to the plan the application is on',
    world: world('starter'),
    runs: [
      {
        args: change('upgrade', '--plan', 'starter', '--accept-terms'),
        exitCode: 1,
        events: stopped('upgrade', 'starter', [], 'plan', 'already_on_plan', 'AlreadyOnPlanError'),
      },
    ],
  },
  {
    title: 'Downgrade to the plan the application is on',
    world: world('free'),
    runs: [
      {
        args: change('downgrade', '--plan', 'free', '--accept-terms'),
        exitCode: 1,
        events: stopped('downgrade', 'free', [], 'plan', 'already_on_plan', 'AlreadyOnPlanError'),
      },
    ],
  },
  {
    title: 'Upgrade without a more expensive plan',
    world: world('pro'),
    runs: [
      {
        args: change('upgrade'),
        turns: [],
        exitCode: 1,
        events: stopped('upgrade', undefined, [], 'plan', 'no_candidates', 'NoCandidatesError'),
      },
    ],
  },
  {
    title: 'Downgrade without a cheaper plan',
    world: world('free'),
    runs: [
      {
        args: change('downgrade'),
        exitCode: 1,
        events: stopped('downgrade', undefined, [], 'plan', 'no_candidates', 'NoCandidatesError'),
      },
    ],
  },
  {
    title: 'Upgrade to a plan that needs a card, without one, and do not want the billing page',
    world: world('free', { billing: false }),
    runs: [
      {
        args: change('upgrade'),
        turns: [answer(prompts.newPlan, 'Pro'), answer(prompts.billingPage, 'n')],
        exitCode: 1,
        events: stopped(
          'upgrade',
          undefined,
          [],
          'billing',
          'billing_required',
          'BillingRequiredError',
        ),
      },
    ],
  },
  {
    title: 'Upgrade to a plan that needs a card, without one, by flags',
    world: world('free', { billing: false }),
    runs: [
      {
        args: change('upgrade', '--plan', 'pro', '--accept-terms'),
        exitCode: 1,
        events: stopped(
          'upgrade',
          'pro',
          [],
          'billing',
          'billing_required',
          'BillingRequiredError',
        ),
      },
    ],
  },
  {
    title: 'Learn only when the plan is changed that a card is needed',
    rules: ['flow.one_terminal'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'pro', '--accept-terms'),
        faults: [{ method: 'PUT', path: '/v1/applications/:application_id/plan', status: 402 }],
        exitCode: 1,
        events: [
          invoked,
          upgrade.started({ requested_plan: 'pro' }),
          upgrade.accepted('pro'),
          upgrade.aborted('api_call', 'billing_required'),
          ...threw({
            error_class: 'BillingRequiredError',
            error_source: 'user',
            http_status: 402,
          }),
        ],
      },
    ],
  },
];

/** Ctrl-C at a prompt or while the service does not respond. */
function cancelledAt(
  title: string,
  step: string,
  turns: readonly Turn[],
  more: {
    fault?: CaseFault;
    before?: ExpectedRun;
    world?: CaseWorld;
    context?: CaseRun['context'];
  } = {},
): ContractCase {
  const { fault, before = [], context } = more;
  return {
    title: `Ctrl-C ${title}`,
    rules: [fault === undefined ? 'error.cancel_at_prompt' : 'error.cancel_by_abort'],
    world: more.world ?? world('free'),
    runs: [
      {
        args: change('upgrade'),
        turns,
        ...(context && { context }),
        ...(fault && { faults: [{ ...fault, delay_ms: endlessMs }] }),
        exitCode: 2,
        events: [
          invoked,
          upgrade.started(),
          ...before,
          upgrade.aborted(step, 'cancelled'),
          cancelled,
        ],
      },
    ],
  };
}

const pro = answer(prompts.newPlan, 'Pro');
const requests = {
  auth: { method: 'GET', path: '/v1/account' },
  application: { method: 'GET', path: '/v1/applications' },
  plan: { method: 'GET', path: '/v1/plans' },
  api_call: { method: 'PUT', path: '/v1/applications/:application_id/plan' },
} as const;

export const planChangeCancelled: readonly ContractCase[] = [
  cancelledAt('while the session is checked for an upgrade', 'auth', [ctrlC(waits.session)], {
    fault: requests.auth,
  }),
  cancelledAt(
    'while applications are looked up for an upgrade',
    'application',
    [ctrlC(waits.applications)],
    { fault: requests.application },
  ),
  cancelledAt(
    'when asked which application to upgrade',
    'application',
    [ctrlC(prompts.application)],
    {
      world: { session: 'stored', applicationsElsewhere: ['sparrow', 'wren'] },
    },
  ),
  cancelledAt('while plans are looked up for an upgrade', 'plan', [ctrlC(waits.plans)], {
    fault: requests.plan,
  }),
  cancelledAt('when asked for the plan of an upgrade', 'plan', [ctrlC(prompts.newPlan)]),
  cancelledAt('when asked to accept the terms of an upgrade', 'terms', [pro, ctrlC(prompts.terms)]),
  cancelledAt(
    'while the plan is changed',
    'api_call',
    [pro, answer(prompts.terms, 'y'), ctrlC(waits.changing)],
    { fault: requests.api_call, before: [upgrade.accepted('pro')] },
  ),
  {
    title: 'Ctrl-C when a downgrade is asked for its plan',
    world: world('pro'),
    runs: [
      {
        args: change('downgrade'),
        turns: [ctrlC(prompts.newPlan)],
        exitCode: 2,
        events: [invoked, downgrade.started(), downgrade.aborted('plan', 'cancelled'), cancelled],
      },
    ],
  },
];

function failing(
  title: string,
  step: keyof typeof requests,
  fault: Partial<CaseFault>,
  thrown: Thrown,
  env?: Record<string, string>,
): ContractCase {
  return {
    title: `Change a plan and meet ${title}`,
    rules: ['flow.left_by_throwing'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'pro', '--accept-terms'),
        faults: [{ ...requests[step], ...fault }],
        ...(env && { env }),
        exitCode: thrown.exit_code ?? 1,
        events: [
          invoked,
          upgrade.started({ requested_plan: 'pro' }),
          ...(step === 'api_call' ? [upgrade.accepted('pro')] : []),
          upgrade.failed(step, thrown.error_class),
          ...threw(thrown),
        ],
      },
    ],
  };
}

const api = (error_class: string, http_status: number): Thrown => ({
  error_class,
  error_source: 'api',
  http_status,
});

const usage: Thrown = { error_class: 'UsageError', error_source: 'user' };

export const planChangeFailed: readonly ContractCase[] = [
  failing('500 for its account', 'auth', { status: 500 }, api('CloudFailureError', 500)),
  failing('404 for the applications', 'application', { status: 404 }, api('NotFoundError', 404)),
  failing(
    'malformed JSON for the plans',
    'plan',
    { malformed: true },
    api('MalformedAnswerError', 200),
  ),
  failing('409 for the change', 'api_call', { status: 409 }, api('ConflictError', 409)),
  failing('429 for the change', 'api_call', { status: 429 }, api('RateLimitedError', 429)),
  failing(
    'no answer in time for the change',
    'api_call',
    { delay_ms: endlessMs },
    { error_class: 'CloudTimeoutError', error_source: 'timeout' },
    { ORBIT_CLOUD_TIMEOUT_MS: '10000' },
  ),
  failing(
    'a connection that breaks for the change',
    'api_call',
    { reset: true },
    { error_class: 'CloudUnreachableError', error_source: 'network' },
  ),
  {
    title: 'Upgrade to a plan that does not exist',
    rules: ['plan_change.one_vocabulary'],
    world: world('free'),
    runs: [
      {
        args: change('upgrade', '--plan', 'gold'),
        secrets: ['gold'],
        exitCode: 1,
        events: [
          invoked,
          upgrade.started({ requested_plan: 'unknown' }),
          upgrade.failed('plan', 'UsageError'),
          ...threw(usage),
        ],
      },
    ],
  },
  {
    title: 'Downgrade an unknown application',
    world: world('pro'),
    runs: [
      {
        args: change('downgrade', '--app', 'wren'),
        secrets: ['wren'],
        exitCode: 1,
        events: [
          invoked,
          downgrade.started(),
          downgrade.failed('application', 'UsageError'),
          ...threw(usage),
        ],
      },
    ],
  },
];
