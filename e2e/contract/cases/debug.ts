import { expect } from 'vitest';
import type { CaseRun, CaseWorld, ContractCase } from '../contract-case.js';
import { type ExpectedRun, invoked, now, succeeded } from '../expected-events.js';

/** The same run without and with debug mode. */
function twice(
  title: string,
  world: CaseWorld,
  args: readonly string[],
  events: ExpectedRun = [invoked, succeeded],
): ContractCase {
  const run: CaseRun = { args, exitCode: 0, events };
  return {
    title,
    rules: ['debug.shows_events', 'debug.shows_delivery', 'debug.stdout_same'],
    world,
    runs: [
      // First, so that no other sender takes its events without printing.
      {
        ...run,
        env: { DEBUG: '1' },
        shows: [
          'recorded 1 Command Invoked',
          'recorded 2 Command Completed',
          'a sender was started',
          'sent 2 events: 202',
        ],
      },
      {
        ...run,
        check: (outcome, [inDebugMode]) => {
          expect(outcome.stdout).not.toBe('');
          expect(outcome.stdout).toBe(inDebugMode?.stdout);
          expect(outcome.stderr).toBe('');
        },
      },
    ],
  };
}

const world: CaseWorld = { session: 'stored', applications: ['wren'] };

/** What debug mode shows about reported events. */
export const debugCases: readonly ContractCase[] = [
  twice('List applications in debug mode', world, ['application', 'list', '-o', 'json']),
  twice(
    'Check the session in debug mode',
    { session: 'token' },
    ['auth', 'status'],
    [invoked, now({ user: 'person' }), succeeded],
  ),
  twice('Dry run in debug mode', world, [
    'application',
    'create',
    '--name',
    'sparrow',
    '--dry-run',
  ]),
];
