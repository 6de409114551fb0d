import type { ContractCase } from '../contract-case.js';
import { invoked, logout, now, succeeded } from '../expected-events.js';

/** Who events belong to, from run to run. */
export const identityCases: readonly ContractCase[] = [
  {
    title: 'Sign out, and go on',
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
];
