import type { Turn } from '@sonde/example-orbit-demo';
import type { CaseFault, CaseRun, CaseWorld, ContractCase } from '../contract-case.js';
import type { RuleId } from '../contract-rules.js';
import { damageProfiles, unwritableConfiguration } from '../damage.js';
import { answer, ctrlC, endlessMs, prompts, waits } from '../dialogue.js';
import {
  type AuthEvents,
  cancelled,
  type ExpectedRun,
  identify,
  invoked,
  login,
  now,
  signup,
  type Thrown,
  threw,
} from '../expected-events.js';
import { doing, failingBrowser, lyingBrowser, noBrowser, useChromium } from '../person.js';

const two: CaseWorld = { applicationsElsewhere: ['sparrow', 'wren'] };

/** All events until the step, and the identity by then. */
function until(step: string, flow: AuthEvents = login): ExpectedRun {
  const isBack = step !== 'browser_wait';
  const isKnown = !['browser_wait', 'code_exchange'].includes(step);
  return [
    invoked,
    flow.started({ no_browser: false }),
    ...(isBack ? [flow.browserOpened, flow.callbackReceived] : []),
    ...(isKnown ? [now({ user: 'person' }), identify] : []),
  ];
}

const requests = {
  provider: { method: 'GET', path: '/.well-known/openid-configuration' },
  token: { method: 'POST', path: '/oauth/token' },
  account: { method: 'GET', path: '/v1/account' },
  applications: { method: 'GET', path: '/v1/applications' },
} as const;

/** Ctrl-C at a prompt or during a wait. */
function cancelledAt(
  title: string,
  step: string,
  turns: readonly Turn[],
  more: Partial<CaseRun> & { fault?: CaseFault; world?: CaseWorld; rule?: RuleId } = {},
): ContractCase {
  const { fault, world = {}, rule = 'error.cancel_by_abort', ...run } = more;
  return {
    title: `Ctrl-C ${title}`,
    rules: [rule, 'command.not_failed_when_cancelled', 'flow.left_by_cancelling'],
    world,
    runs: [
      {
        args: ['auth', 'login'],
        turns,
        ...(fault && { faults: [{ ...fault, delay_ms: endlessMs }] }),
        exitCode: 2,
        events: [...until(step), login.aborted(step, 'cancelled'), cancelled],
        ...run,
      },
    ],
  };
}

const atPrompt = { rule: 'error.cancel_at_prompt' } as const;
const createFirst = answer(prompts.createFirst, 'y');
const name = answer(prompts.name, 'sparrow');
const cancelOnPage = useChromium();

export const authCancelled: readonly ContractCase[] = [
  {
    title: 'Cancel signing in on the page, with Chromium',
    rules: ['command.not_failed_when_cancelled'],
    runs: [
      {
        args: ['auth', 'login'],
        turns: [],
        ...cancelOnPage(async (page) => {
          await page.getByRole('button', { name: 'Cancel' }).click();
          await page.getByRole('heading', { name: 'Sign-in cancelled' }).waitFor();
        }),
        exitCode: 2,
        events: [
          ...until('browser_wait'),
          login.browserOpened,
          login.callbackReceived,
          login.aborted('browser_wait', 'cancelled'),
          cancelled,
        ],
      },
    ],
  },
  {
    title: 'Cancel signing up on the page',
    runs: [
      {
        args: ['auth', 'signup'],
        env: doing('cancel'),
        exitCode: 2,
        events: [
          ...until('browser_wait', signup),
          signup.browserOpened,
          signup.callbackReceived,
          signup.aborted('browser_wait', 'cancelled'),
          cancelled,
        ],
      },
    ],
  },
  cancelledAt('while it is looked up how to sign in', 'browser_wait', [ctrlC(waits.provider)], {
    fault: requests.provider,
  }),
  cancelledAt('while waiting for the browser', 'browser_wait', [ctrlC(waits.browser)], {
    env: doing('never_answer'),
    events: [
      ...until('browser_wait'),
      login.browserOpened,
      login.aborted('browser_wait', 'cancelled'),
      cancelled,
    ],
  }),
  cancelledAt('while no browser could be opened', 'browser_wait', [ctrlC(waits.browser)], {
    env: noBrowser,
    events: [
      ...until('browser_wait'),
      login.browserFailed,
      login.aborted('browser_wait', 'cancelled'),
      cancelled,
    ],
  }),
  cancelledAt('while the session is made', 'code_exchange', [ctrlC(waits.exchange)], {
    fault: requests.token,
  }),
  cancelledAt(
    'while applications are looked up after signing in',
    'apps_fetch',
    [ctrlC(waits.applications)],
    { fault: requests.applications },
  ),
  cancelledAt(
    'when offered to create the first application',
    'app_create',
    [ctrlC(prompts.createFirst)],
    atPrompt,
  ),
  cancelledAt(
    'when asked for the name of the first application',
    'app_create',
    [createFirst, ctrlC(prompts.name)],
    atPrompt,
  ),
  cancelledAt(
    'while plans are looked up for the first application',
    'app_create',
    [createFirst, name, ctrlC(waits.plans)],
    { fault: { method: 'GET', path: '/v1/plans' } },
  ),
  cancelledAt(
    'when asked which application to work with',
    'app_select',
    [ctrlC(prompts.application)],
    { ...atPrompt, world: two },
  ),
  {
    title: 'Decline the terms of the first application’s plan',
    rules: ['flow.nested_collapses', 'flow.one_terminal'],
    runs: [
      {
        args: ['auth', 'login'],
        turns: [createFirst, name, answer(prompts.plan, 'Free'), answer(prompts.terms, 'n')],
        exitCode: 1,
        events: [
          ...until('app_create'),
          login.aborted('app_create', 'declined_terms'),
          ...threw({ error_class: 'TermsDeclinedError', error_source: 'user' }),
        ],
      },
    ],
  },
  {
    title: 'Choose a plan that needs a card for the first application',
    rules: ['flow.nested_collapses', 'flow.one_terminal'],
    runs: [
      {
        args: ['auth', 'login'],
        turns: [createFirst, name, answer(prompts.plan, 'Pro'), answer(prompts.billingPage, 'n')],
        exitCode: 1,
        events: [
          ...until('app_create'),
          login.aborted('app_create', 'billing_required'),
          ...threw({ error_class: 'BillingRequiredError', error_source: 'user' }),
        ],
      },
    ],
  },
];

/** Something fails. */
function failedAt(
  title: string,
  step: string,
  thrown: Thrown,
  more: Partial<CaseRun> & { fault?: CaseFault; world?: CaseWorld; rules?: RuleId[] } = {},
): ContractCase {
  const { fault, world = {}, rules = [], ...run } = more;
  return {
    title: `Sign in and meet ${title}`,
    rules: ['flow.left_by_throwing', ...rules],
    world,
    runs: [
      {
        args: ['auth', 'login'],
        ...(fault && { faults: [fault] }),
        exitCode: thrown.exit_code ?? 1,
        events: [...until(step), login.failed(step, thrown.error_class), ...threw(thrown)],
        ...run,
      },
    ],
  };
}

const api = (error_class: string, http_status: number): Thrown => ({
  error_class,
  error_source: 'api',
  http_status,
});
const timedOut: Thrown = { error_class: 'SignInTimeoutError', error_source: 'timeout' };
const refused: Thrown = { error_class: 'SignInRefusedError', error_source: 'api' };
const damaged: Thrown = { error_class: 'ConfigurationFileError', error_source: 'filesystem' };
const unreachable: Thrown = { error_class: 'CloudUnreachableError', error_source: 'network' };

export const authFailed: readonly ContractCase[] = [
  failedAt(
    '500 where it should say how to sign in',
    'browser_wait',
    api('CloudFailureError', 500),
    {
      fault: { ...requests.provider, status: 500 },
      rules: ['error.http_status'],
    },
  ),
  failedAt('nothing that listens', 'browser_wait', unreachable, {
    env: { ORBIT_CLOUD_URL: 'http://127.0.0.1:9' },
  }),
  failedAt('a browser that never comes back', 'browser_wait', timedOut, {
    args: ['auth', 'login', '--no-browser'],
    env: { ORBIT_SIGN_IN_TIMEOUT_MS: '500' },
    rules: ['fault.callback_never'],
    events: [
      invoked,
      login.started({ no_browser: true }),
      login.failed('browser_wait', timedOut.error_class),
      ...threw(timedOut),
    ],
  }),
  failedAt('a browser that comes back with an error', 'browser_wait', refused, {
    env: failingBrowser,
    rules: ['fault.callback_error'],
    events: [
      ...until('browser_wait'),
      login.browserOpened,
      login.callbackReceived,
      login.failed('browser_wait', refused.error_class),
      ...threw(refused),
    ],
  }),
  {
    title: 'Sign up and meet a browser that comes back with an error',
    rules: ['fault.callback_error'],
    runs: [
      {
        args: ['auth', 'signup'],
        env: failingBrowser,
        exitCode: 1,
        events: [
          ...until('browser_wait', signup),
          signup.browserOpened,
          signup.callbackReceived,
          signup.failed('browser_wait', refused.error_class),
          ...threw(refused),
        ],
      },
    ],
  },
  failedAt('a configuration that cannot be written', 'browser_wait', damaged, {
    env: unwritableConfiguration,
    rules: ['fault.unwritable_configuration'],
  }),
  failedAt('500 for the session', 'code_exchange', api('CloudFailureError', 500), {
    fault: { ...requests.token, status: 500 },
    rules: ['fault.token_endpoint'],
  }),
  failedAt('429 for the session', 'code_exchange', api('RateLimitedError', 429), {
    fault: { ...requests.token, status: 429 },
    rules: ['fault.token_endpoint'],
  }),
  failedAt('malformed JSON for the session', 'code_exchange', api('MalformedAnswerError', 200), {
    fault: { ...requests.token, malformed: true },
    rules: ['fault.token_endpoint'],
  }),
  failedAt('a connection that breaks for the session', 'code_exchange', unreachable, {
    fault: { ...requests.token, reset: true },
    rules: ['fault.token_endpoint'],
  }),
  failedAt(
    'no answer in time for the session',
    'code_exchange',
    { error_class: 'CloudTimeoutError', error_source: 'timeout' },
    {
      fault: { ...requests.token, delay_ms: endlessMs },
      env: { ORBIT_CLOUD_TIMEOUT_MS: '10000' },
      rules: ['fault.token_endpoint'],
    },
  ),
  failedAt('a code that the service never gave', 'code_exchange', api('TokenRefusedError', 400), {
    env: lyingBrowser,
    rules: ['fault.token_endpoint'],
  }),
  failedAt('500 for the applications', 'apps_fetch', api('CloudFailureError', 500), {
    fault: { ...requests.applications, status: 500 },
  }),
  failedAt(
    '500 while the first application is created',
    'app_create',
    api('CloudFailureError', 500),
    {
      fault: { method: 'GET', path: '/v1/plans', status: 500 },
      turns: [createFirst, name],
    },
  ),
  failedAt('profiles that are damaged, with several applications', 'app_select', damaged, {
    world: two,
    prepare: damageProfiles,
    rules: ['fault.corrupt_configuration'],
  }),
  failedAt('profiles that are damaged, with one application', 'profile_configure', damaged, {
    world: { applicationsElsewhere: ['sparrow'] },
    prepare: damageProfiles,
    rules: ['fault.corrupt_configuration'],
  }),
];
