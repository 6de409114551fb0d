import type { CaseRun, ContractCase } from '../contract-case.js';
import { identify, invoked, login, logout, now, succeeded } from '../expected-events.js';

const signedIn = (user: 'person' | 'other'): CaseRun['events'] => [
  invoked,
  login.started({ no_browser: false }),
  login.browserOpened,
  login.callbackReceived,
  now({ user }),
  identify,
  login.completed(),
  succeeded,
];
const init: Pick<CaseRun, 'args' | 'exitCode' | 'events'> = {
  args: ['init', '--dry-run'],
  exitCode: 0,
  events: [invoked, succeeded],
};

/** One person from the first run to the last, with another person in between. */
export const acrossSessions: ContractCase = {
  title: 'Be anonymous, sign in, sign out, and be anonymous again',
  rules: ['identity.one_person', 'identity.anonymous', 'identity.identify_on_sign_in'],
  runs: [
    init,
    { args: ['auth', 'login'], exitCode: 0, events: signedIn('person') },
    { ...init, context: { user: 'person' } },
    {
      args: ['auth', 'logout'],
      context: { user: 'person' },
      exitCode: 0,
      events: [invoked, logout, now({ user: undefined }), succeeded],
    },
    init,
  ],
};

/** Whom events belong to, from run to run. */
export const identityCases: readonly ContractCase[] = [
  {
    title: 'Sign out, and continue',
    rules: [
      'identity.logout_with_user',
      'identity.no_identify_after_logout',
      'identity.anonymous_after_logout',
      'identity.anonymous',
    ],
    world: { session: 'stored' },
    runs: [
      {
        args: ['auth', 'logout'],
        exitCode: 0,
        events: [invoked, logout, now({ user: undefined }), succeeded],
      },
      { args: ['init'], context: { user: undefined }, exitCode: 0, events: [invoked, succeeded] },
    ],
  },
  {
    title: 'Sign out on a machine with applications',
    rules: ['identity.anonymous_after_logout'],
    world: { session: 'stored', applications: ['sparrow'] },
    runs: [
      {
        args: ['auth', 'logout'],
        exitCode: 0,
        events: [invoked, logout, now({ user: undefined }), succeeded],
      },
      {
        args: ['init'],
        context: { user: undefined, app_id: undefined, configured_applications: 0 },
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Sign out while the service is unreachable',
    world: { session: 'stored' },
    runs: [
      {
        args: ['auth', 'logout'],
        prepare: (scene) => scene.stopService(),
        exitCode: 0,
        events: [invoked, logout, now({ user: undefined }), succeeded],
        shows: ['The service could not be reached'],
      },
    ],
  },
  {
    title: 'Sign out without a session',
    rules: ['identity.no_identify_after_logout'],
    runs: [{ args: ['auth', 'logout'], exitCode: 0, events: [invoked, succeeded] }],
  },
  acrossSessions,
];
