import type { CaseRun, CaseScene, CaseWorld, ContractCase } from '../contract-case.js';
import { holdingAt } from '../damage.js';
import { answer, endlessMs, kill, prompts, waits } from '../dialogue.js';
import {
  create,
  type ExpectedRun,
  identify,
  invoked,
  login,
  now,
  succeeded,
  upgrade,
  vanished,
} from '../expected-events.js';
import { doing } from '../person.js';

/** A later run, which finds the killed one. */
const later: CaseRun = {
  args: ['application', 'list'],
  exitCode: 0,
  events: [invoked, succeeded],
};

function killed(
  title: string,
  run: Pick<CaseRun, 'args' | 'turns' | 'faults' | 'interrupt' | 'env'>,
  events: ExpectedRun,
  world: CaseWorld = { session: 'stored' },
  next: CaseRun = later,
): ContractCase {
  return {
    title: `SIGKILL ${title}`,
    rules: [
      'vanished.flow',
      'vanished.command',
      'vanished.sequence',
      'command.exactly_one_completed',
    ],
    world,
    runs: [{ ...run, exitCode: null, events }, next],
  };
}

const interactive = ['application', 'create'];
const byFlags = [...interactive, '--name', 'sparrow', '--accept-terms'];
const name = answer(prompts.name, 'sparrow');
const plan = answer(prompts.plan, 'Free');
const terms = answer(prompts.terms, 'y');
const region = answer(prompts.region, 'eu-1');

const lostAt = (step: string, ...before: ExpectedRun): ExpectedRun => [
  invoked,
  create.started(),
  ...before,
  create.aborted(step, 'vanished'),
  vanished,
];
const accepted = create.accepted('free');

/** Killed while a request of this step is unanswered. */
const whileWaiting = (step: string, method: string, path: string, args = byFlags) => ({
  args,
  faults: [{ method, path, delay_ms: endlessMs }],
  interrupt: {
    signal: 'SIGKILL' as const,
    when: async (scene: CaseScene) => {
      await scene.untilStep(step);
      await scene.untilFaultsMet();
    },
  },
});

const application = '/v1/applications/:application_id';

export const killedWhileCreating: readonly ContractCase[] = [
  killed(
    'when asked for the name of an application',
    { args: interactive, turns: [kill(prompts.name)] },
    lostAt('name'),
  ),
  killed(
    'while the session is checked',
    whileWaiting('auth', 'GET', '/v1/account'),
    lostAt('auth'),
  ),
  killed(
    'when asked for a plan',
    { args: interactive, turns: [name, kill(prompts.plan)] },
    lostAt('plan'),
  ),
  killed(
    'when asked to accept the terms',
    { args: interactive, turns: [name, plan, kill(prompts.terms)] },
    lostAt('terms'),
  ),
  killed(
    'when asked for a region',
    { args: interactive, turns: [name, plan, terms, kill(prompts.region)] },
    lostAt('region', accepted),
  ),
  killed(
    'while the application is created',
    whileWaiting('api_call', 'POST', '/v1/applications'),
    lostAt('api_call', accepted),
  ),
  killed(
    'while the API key is created',
    whileWaiting('api_key', 'POST', `${application}/api-keys`),
    lostAt('api_key', accepted),
  ),
  killed(
    'while the plan is applied',
    whileWaiting('apply_plan', 'PUT', `${application}/plan`),
    lostAt('apply_plan', accepted),
  ),
  killed(
    'while the profile is written',
    {
      args: interactive,
      turns: [name, plan, terms, region],
      env: holdingAt('renameSync:profiles.json'),
      interrupt: { signal: 'SIGKILL', when: (scene) => scene.untilStep('profile_configure') },
    },
    lostAt('profile_configure', accepted),
  ),
];

const upgradeArgs = ['application', 'upgrade', '--plan', 'pro', '--accept-terms'];
const owner: CaseWorld = { session: 'stored', billing: true, applications: ['sparrow'] };

const planLostAt = (step: string, ...before: ExpectedRun): ExpectedRun => [
  invoked,
  upgrade.started({ requested_plan: 'pro' }),
  ...before,
  upgrade.aborted(step, 'vanished'),
  vanished,
];

export const killedWhileChangingPlan: readonly ContractCase[] = [
  killed(
    'while the session is checked for an upgrade',
    whileWaiting('auth', 'GET', '/v1/account', upgradeArgs),
    planLostAt('auth'),
    owner,
  ),
  killed(
    'while applications are looked up for an upgrade',
    whileWaiting('application', 'GET', '/v1/applications', upgradeArgs),
    planLostAt('application'),
    owner,
  ),
  killed(
    'while plans are looked up for an upgrade',
    whileWaiting('plan', 'GET', '/v1/plans', upgradeArgs),
    planLostAt('plan'),
    owner,
  ),
  killed(
    'once it is known that a card is on file',
    {
      args: upgradeArgs,
      env: holdingAt('writeSync:"step":"terms"'),
      interrupt: { signal: 'SIGKILL', when: (scene) => scene.untilStep('billing') },
    },
    planLostAt('billing'),
    owner,
  ),
  killed(
    'when asked to accept the terms of an upgrade',
    { args: upgradeArgs.slice(0, -1), turns: [kill(prompts.terms)] },
    planLostAt('terms'),
    owner,
  ),
  killed(
    'while the plan is changed',
    whileWaiting('api_call', 'PUT', `${application}/plan`, upgradeArgs),
    planLostAt('api_call', upgrade.accepted('pro')),
    owner,
  ),
  killed(
    'while the new plan is noted',
    {
      args: upgradeArgs.slice(0, -1),
      turns: [terms],
      env: holdingAt('renameSync:profiles.json'),
      interrupt: { signal: 'SIGKILL', when: (scene) => scene.untilStep('profile_configure') },
    },
    planLostAt('profile_configure', upgrade.accepted('pro')),
    owner,
  ),
];

const loginArgs = ['auth', 'login'];
/** Recovery of a killed run does not depend on what the later run does. */
const laterAnonymous: CaseRun = { args: ['init'], exitCode: 0, events: [invoked, succeeded] };
const laterSignedIn: CaseRun = { ...laterAnonymous, context: { user: 'person' } };
const back = [login.browserOpened, login.callbackReceived];
const known = [now({ user: 'person' }), identify];

const signInLostAt = (step: string, ...before: ExpectedRun): ExpectedRun => [
  invoked,
  login.started({ no_browser: false }),
  ...before,
  login.aborted(step, 'vanished'),
  vanished,
];

export const killedWhileSigningIn: readonly ContractCase[] = [
  killed(
    'while it is looked up how to sign in',
    whileWaiting('browser_wait', 'GET', '/.well-known/openid-configuration', loginArgs),
    signInLostAt('browser_wait'),
    {},
    laterAnonymous,
  ),
  killed(
    'while waiting for the browser',
    { args: loginArgs, turns: [kill(waits.browser)], env: doing('never_answer') },
    signInLostAt('browser_wait', login.browserOpened),
    {},
    laterAnonymous,
  ),
  killed(
    'while the session is made',
    whileWaiting('code_exchange', 'POST', '/oauth/token', loginArgs),
    signInLostAt('code_exchange', ...back),
    {},
    laterAnonymous,
  ),
  killed(
    'while applications are looked up after signing in',
    whileWaiting('apps_fetch', 'GET', '/v1/applications', loginArgs),
    signInLostAt('apps_fetch', ...back, ...known),
    {},
    laterSignedIn,
  ),
  killed(
    'when offered to create the first application',
    { args: loginArgs, turns: [kill(prompts.createFirst)] },
    signInLostAt('app_create', ...back, ...known),
    {},
    laterSignedIn,
  ),
  killed(
    'when asked which application to work with',
    { args: loginArgs, turns: [kill(prompts.application)] },
    signInLostAt('app_select', ...back, ...known),
    { applicationsElsewhere: ['sparrow', 'wren'] },
    laterSignedIn,
  ),
  killed(
    'while the default application is noted',
    {
      args: loginArgs,
      turns: [answer(prompts.application, 'wren')],
      env: holdingAt('renameSync:profiles.json'),
      interrupt: { signal: 'SIGKILL', when: (scene) => scene.untilStep('profile_configure') },
    },
    signInLostAt('profile_configure', ...back, ...known),
    { applicationsElsewhere: ['sparrow', 'wren'] },
    laterSignedIn,
  ),
];
