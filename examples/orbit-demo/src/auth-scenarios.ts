import { answer, cancelAt, openByHand, prompts } from './dialogue.js';
import type { BrowserAction } from './person-at-browser.js';
import { addApplication, signIn, signInAndChoose } from './person-state.js';
import { type OrbitRun, runOrbit } from './run-orbit.js';
import type { ExpectedEnding, Scenario, ScenarioNeeds, ScenarioWorld } from './scenario.js';
import { keys, type Turn } from './terminal.js';

const doing = (action: BrowserAction) => ({ ORBIT_PERSON_ACTION: action });
const noBrowser = { BROWSER: '/nonexistent/browser' };

interface Details {
  needs?: Omit<ScenarioNeeds, 'terminal'>;
  changes?: Scenario['changes'];
  /** Arguments after `orbit auth`. Default: `login`. */
  args?: readonly string[];
  env?: Record<string, string>;
  /** The response of the token endpoint, or of the service, to the person's next request. */
  fault?: { path: string; status: number; code?: string };
}

async function play(
  world: ScenarioWorld,
  { args = ['login'], env, fault }: Details,
  turns?: readonly Turn[],
): Promise<OrbitRun> {
  if (fault !== undefined) await world.cloud.addFault({ ...fault, user_id: world.userId });
  return runOrbit(world.user, ['auth', ...args, ...(turns === undefined ? ['-o', 'json'] : [])], {
    env: { ...world.env, ...env },
    ...(turns === undefined ? {} : { turns }),
  });
}

/** A person with a session may sign in again; with a token in the environment there is no need. */
const anyPerson = { session: 'either', browser: true } as const;

function inTerminal<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  turns: (world: ScenarioWorld) => readonly Turn[],
  details: Details = {},
): Scenario<Name> {
  return {
    name,
    flow: 'auth',
    expected,
    needs: { terminal: true, ...anyPerson, ...details.needs },
    ...(details.changes && { changes: details.changes }),
    run: (world) => play(world, details, turns(world)),
  };
}

function byFlags<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  details: Details = {},
): Scenario<Name> {
  return {
    name,
    flow: 'auth',
    expected,
    needs: { terminal: false, ...anyPerson, ...details.needs },
    ...(details.changes && { changes: details.changes }),
    run: (world) => play(world, details),
  };
}

const completed: ExpectedEnding = { outcome: 'completed', exitCode: 0 };
const cancelled = (step: string): ExpectedEnding => ({
  outcome: 'aborted',
  reason: 'cancelled',
  step,
  exitCode: 2,
});
const failed = (step: string, errorClass: string): ExpectedEnding => ({
  outcome: 'failed',
  step,
  errorClass,
  exitCode: 1,
});

const none = { applications: { max: 0 } };
const isNew = { account: false, session: false };
const createFirst: Turn = { waitFor: prompts.createFirst, type: `y${keys.enter}` };

const chooses: Scenario['changes'] = (state) => signInAndChoose(state, true);
const signsUp: Scenario['changes'] = (state) => {
  for (const account of state.accounts.slice(state.account, state.account + 1)) {
    account.exists = true;
  }
  signIn(state);
};

/** The prompts after signing in, answered so that nothing changes. */
function choose(world: ScenarioWorld): Turn[] {
  const { length = 0 } = world.applications ?? [];
  if (length === 0) return [answer(world).createFirst];
  return length === 1 ? [] : [answer(world).application];
}

function createFromHere(world: ScenarioWorld): Turn[] {
  const { name, plan, terms, region } = answer(world);
  return [createFirst, name, plan, terms, region];
}

const tokenEndpoint = '/oauth/token';

/** Every outcome of the sign-in flow: most for a person, some for an agent. */
export const authScenarios = [
  inTerminal('signed_in', completed, choose, { changes: chooses }),
  inTerminal('signed_in_and_created', completed, createFromHere, {
    needs: none,
    changes: (state, plan) => {
      signInAndChoose(state, true);
      addApplication(state, plan);
    },
  }),
  inTerminal(
    'signed_in_by_printed_address',
    completed,
    (world) => [openByHand(world), ...choose(world)],
    {
      args: ['login', '--no-browser'],
      changes: chooses,
    },
  ),
  inTerminal(
    'signed_in_after_browser_failed',
    completed,
    (world) => [openByHand(world), ...choose(world)],
    {
      env: noBrowser,
      changes: chooses,
    },
  ),
  inTerminal('switched_account', completed, choose, {
    needs: { session: true, otherAccount: true },
    changes: (state) => {
      state.account = (state.account + 1) % state.accounts.length;
      signInAndChoose(state, true);
    },
  }),
  inTerminal('signed_up', completed, choose, {
    args: ['signup'],
    env: doing('sign_up'),
    needs: isNew,
    changes: signsUp,
  }),
  inTerminal('signed_up_and_created', completed, createFromHere, {
    args: ['signup'],
    env: doing('sign_up'),
    needs: { ...isNew, billing: false },
    changes: (state, plan) => {
      signsUp(state, plan);
      addApplication(state, plan);
    },
  }),
  inTerminal(
    'sign_up_cancelled_at_browser',
    cancelled('browser_wait'),
    () => [cancelAt('browser')],
    {
      args: ['signup'],
      env: doing('never_answer'),
      needs: isNew,
    },
  ),
  inTerminal('sign_up_denied_on_page', cancelled('browser_wait'), () => [], {
    args: ['signup'],
    env: doing('cancel'),
    needs: isNew,
  }),
  inTerminal(
    'sign_in_cancelled_at_browser',
    cancelled('browser_wait'),
    () => [cancelAt('browser')],
    {
      env: doing('never_answer'),
    },
  ),
  inTerminal('sign_in_denied_on_page', cancelled('browser_wait'), () => [], {
    env: doing('cancel'),
  }),
  inTerminal('sign_in_timed_out', failed('browser_wait', 'SignInTimeoutError'), () => [], {
    args: ['login', '--timeout', '1'],
    env: doing('never_answer'),
  }),
  inTerminal(
    'sign_in_token_endpoint_failed',
    failed('code_exchange', 'CloudFailureError'),
    () => [],
    {
      fault: { path: tokenEndpoint, status: 503 },
    },
  ),
  inTerminal('sign_in_token_refused', failed('code_exchange', 'TokenRefusedError'), () => [], {
    fault: { path: tokenEndpoint, status: 400, code: 'invalid_grant' },
  }),
  inTerminal('sign_in_applications_failed', failed('apps_fetch', 'CloudFailureError'), () => [], {
    fault: { path: '/v1/applications', status: 502 },
    changes: signIn,
  }),
  inTerminal(
    'sign_in_cancelled_at_create',
    cancelled('app_create'),
    () => [cancelAt('createFirst')],
    {
      needs: none,
      changes: signIn,
    },
  ),
  inTerminal(
    'sign_in_cancelled_at_select',
    cancelled('app_select'),
    () => [cancelAt('application')],
    {
      needs: { applications: { min: 2 } },
      changes: signIn,
    },
  ),
  inTerminal(
    'sign_in_terms_declined',
    { outcome: 'aborted', reason: 'declined_terms', step: 'app_create', exitCode: 1 },
    (world) => {
      const { name, plan } = answer(world);
      return [createFirst, name, plan, { waitFor: prompts.terms, type: `n${keys.enter}` }];
    },
    { needs: none, changes: signIn },
  ),
  inTerminal(
    'sign_in_billing_wall',
    { outcome: 'aborted', reason: 'billing_required', step: 'app_create', exitCode: 1 },
    (world) => {
      const { name, plan, billingPage } = answer({ ...world, plan: 'pro' });
      return [createFirst, name, plan, billingPage];
    },
    { needs: { ...none, billing: false }, changes: signIn },
  ),
  inTerminal(
    'sign_in_killed_at_browser',
    { outcome: 'vanished', reason: 'vanished', step: 'browser_wait', exitCode: null },
    () => [{ waitFor: prompts.browser, signal: 'SIGKILL' }],
    { env: doing('never_answer') },
  ),
  byFlags('signed_in_by_flags', completed, { changes: (state) => signInAndChoose(state, false) }),
  byFlags('sign_in_denied_on_page_by_flags', cancelled('browser_wait'), { env: doing('cancel') }),
  byFlags('sign_in_timed_out_by_flags', failed('browser_wait', 'SignInTimeoutError'), {
    args: ['login', '--timeout', '1'],
    env: doing('never_answer'),
  }),
  byFlags('sign_in_token_endpoint_failed_by_flags', failed('code_exchange', 'CloudFailureError'), {
    fault: { path: tokenEndpoint, status: 500 },
  }),
] as const satisfies readonly Scenario[];
