import type { Turn } from '@sonde/example-orbit-demo';
import { type CaseRun, type ContractCase, closedRegion, unknownPlan } from '../contract-case.js';
import { answer, ctrlC, endlessMs, prompts, waits } from '../dialogue.js';
import {
  appId,
  cancelled,
  create,
  type ExpectedRun,
  invoked,
  now,
  succeeded,
  threw,
} from '../expected-events.js';
import { person, useChromium } from '../person.js';

const args = ['application', 'create'];
const name = answer(prompts.name, 'sparrow');
const plan = answer(prompts.plan, 'Free');
const terms = answer(prompts.terms, 'y');
const region = answer(prompts.region, 'eu-1');

const stoppedAt = (step: string, ...before: ExpectedRun): CaseRun['events'] => [
  invoked,
  create.started(),
  ...before,
  create.aborted(step, 'cancelled'),
  cancelled,
];
const accepted = create.accepted('free');

/** Ctrl-C at a prompt. */
function atPrompt(
  title: string,
  step: string,
  turns: readonly Turn[],
  before: ExpectedRun = [],
): ContractCase {
  return {
    title: `Ctrl-C ${title}`,
    rules: [
      'error.cancel_at_prompt',
      'command.not_failed_when_cancelled',
      'flow.left_by_cancelling',
    ],
    world: { session: 'stored' },
    runs: [{ args, turns, exitCode: 2, events: stoppedAt(step, ...before) }],
  };
}

/** Ctrl-C while the service does not respond. */
function atWait(
  title: string,
  step: string,
  fault: { method: string; path: string },
  turns: readonly Turn[],
  before: ExpectedRun = [],
): ContractCase {
  return {
    title: `Ctrl-C ${title}`,
    rules: ['error.cancel_by_abort', 'command.not_failed_when_cancelled'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        turns,
        faults: [{ ...fault, delay_ms: endlessMs }],
        exitCode: 2,
        events: stoppedAt(step, ...before),
      },
    ],
  };
}

const application = '/v1/applications/:application_id';

export const createCancelled: readonly ContractCase[] = [
  atPrompt('when asked for the name of an application', 'name', [ctrlC(prompts.name)]),
  atPrompt('when asked for a plan', 'plan', [name, ctrlC(prompts.plan)]),
  atPrompt('when asked to accept the terms', 'terms', [name, plan, ctrlC(prompts.terms)]),
  atPrompt(
    'when asked for a region',
    'region',
    [name, plan, terms, ctrlC(prompts.region)],
    [accepted],
  ),
  atPrompt(
    'when asked for another region',
    'region',
    [name, plan, terms, answer(prompts.region, closedRegion), ctrlC(prompts.otherRegion)],
    [accepted],
  ),
  atWait('while the session is checked', 'auth', { method: 'GET', path: '/v1/account' }, [
    name,
    ctrlC(waits.session),
  ]),
  atWait('while plans are looked up', 'plan', { method: 'GET', path: '/v1/plans' }, [
    name,
    ctrlC(waits.plans),
  ]),
  atWait(
    'while regions are looked up',
    'region',
    { method: 'GET', path: '/v1/regions' },
    [name, plan, terms, ctrlC(waits.regions)],
    [accepted],
  ),
  atWait(
    'while the application is created',
    'api_call',
    { method: 'POST', path: '/v1/applications' },
    [name, plan, terms, region, ctrlC(waits.creating)],
    [accepted],
  ),
  atWait(
    'while the API key is created',
    'api_key',
    { method: 'POST', path: `${application}/api-keys` },
    [name, plan, terms, region, ctrlC(waits.apiKey)],
    [accepted],
  ),
  atWait(
    'while the plan is applied',
    'apply_plan',
    { method: 'PUT', path: `${application}/plan` },
    [name, plan, terms, region, ctrlC(waits.applyPlan)],
    [accepted],
  ),
  {
    title: 'SIGINT from elsewhere while the application is created',
    rules: ['error.cancel_by_signal', 'command.not_failed_when_cancelled'],
    world: { session: 'stored' },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--accept-terms'],
        faults: [{ method: 'POST', path: '/v1/applications', delay_ms: endlessMs }],
        interrupt: { signal: 'SIGINT', when: (scene) => scene.untilFaultsMet() },
        exitCode: 2,
        events: stoppedAt('api_call', accepted),
      },
    ],
  },
];

const addCard = useChromium();

const declined = (reason: string, ...before: ExpectedRun): CaseRun['events'] => [
  invoked,
  create.started(),
  ...before,
  ...(reason === 'declined_terms'
    ? [
        create.aborted('terms', reason),
        ...threw({ error_class: 'TermsDeclinedError', error_source: 'user' }),
      ]
    : [
        create.aborted('plan', reason),
        ...threw({ error_class: 'BillingRequiredError', error_source: 'user' }),
      ]),
];

/** Stopped by a rule or by the user. */
export const createStopped: readonly ContractCase[] = [
  {
    title: 'Decline the terms of an application’s plan',
    rules: ['flow.one_breakdown'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        turns: [name, plan, answer(prompts.terms, 'n')],
        exitCode: 1,
        events: declined('declined_terms', create.declined('free')),
      },
    ],
  },
  {
    title: 'Decline the terms of a paid plan',
    world: { session: 'stored', billing: true },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--plan', 'starter'],
        exitCode: 1,
        events: declined('declined_terms', create.declined('starter')),
      },
    ],
  },
  {
    title: 'Do not accept the terms by a flag, without a terminal',
    world: { session: 'stored', billing: true },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--plan', 'pro'],
        exitCode: 1,
        events: declined('declined_terms', create.declined('pro')),
        shows: ['--accept-terms'],
      },
    ],
  },
  {
    title: 'Choose a plan that needs a card, without one, by flags',
    rules: ['create.billing_flags', 'flow.one_terminal'],
    world: { session: 'stored' },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--plan', 'pro', '--accept-terms'],
        exitCode: 1,
        events: declined('billing_required'),
      },
    ],
  },
  {
    title: 'Choose a plan that needs a card, without one, and do not want the billing page',
    rules: ['create.billing_interactive'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        turns: [name, answer(prompts.plan, 'Pro'), answer(prompts.billingPage, 'n')],
        exitCode: 1,
        events: declined('billing_required'),
      },
    ],
  },
  {
    title: 'Ctrl-C when offered the billing page',
    rules: ['create.billing_interactive', 'flow.one_terminal'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        turns: [name, answer(prompts.plan, 'Pro'), ctrlC(prompts.billingPage)],
        exitCode: 1,
        events: declined('billing_required'),
      },
    ],
  },
  {
    title: 'Choose a plan that needs a card, and add one with Chromium',
    rules: ['create.billing_interactive'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        turns: [name, answer(prompts.plan, 'Pro'), answer(prompts.billingPage, 'y')],
        ...addCard(async (page) => {
          await page.getByLabel('User name').fill(person.userName);
          await page.getByLabel('Password').fill(person.password);
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.getByRole('button', { name: 'Add a card' }).click();
          await page.getByText('A card is on file').waitFor();
        }),
        exitCode: 1,
        events: declined('billing_required'),
      },
      {
        args: [...args, '--name', 'sparrow', '--plan', 'pro', '--accept-terms'],
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          create.accepted('pro'),
          now({ app_id: appId, configured_applications: 1 }),
          create.completed({ region: 'eu-1', plan: 'pro' }),
          succeeded,
        ],
      },
    ],
  },
  {
    title: 'Decline the terms of a plan that orbit does not know',
    rules: ['create.unknown_plan'],
    world: { session: 'stored', offersUnknownPlan: true },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--plan', unknownPlan.id],
        exitCode: 1,
        events: declined('declined_terms', create.declined('unknown')),
      },
    ],
  },
  {
    title: 'Learn only when the plan is applied that a card is needed',
    rules: ['create.billing_flags', 'flow.one_terminal'],
    world: { session: 'stored' },
    runs: [
      {
        args: [...args, '--name', 'sparrow', '--accept-terms'],
        faults: [{ method: 'PUT', path: `${application}/plan`, status: 402 }],
        exitCode: 1,
        events: [
          invoked,
          create.started(),
          accepted,
          create.aborted('apply_plan', 'billing_required'),
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
