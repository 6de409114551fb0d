import { expect } from 'vitest';
import type { CaseRun, ContractCase } from '../contract-case.js';
import { invoked, succeeded } from '../expected-events.js';

const run: CaseRun = {
  args: ['application', 'list', '-o', 'json'],
  exitCode: 0,
  events: [invoked, succeeded],
};

/** What somebody sees who wants to know what is reported. */
export const debugCases: readonly ContractCase[] = [
  {
    title: 'List applications in debug mode',
    rules: ['debug.shows_events', 'debug.shows_delivery', 'debug.stdout_same'],
    world: { session: 'stored', applications: ['wren'] },
    runs: [
      run,
      {
        ...run,
        env: { DEBUG: '1' },
        shows: ['recorded 1 Command Invoked', 'recorded 2 Command Completed'],
        check: (outcome, [without]) => {
          expect(outcome.stdout).toBe(without?.stdout);
          expect(without?.stderr).toBe('');
        },
      },
    ],
  },
];
