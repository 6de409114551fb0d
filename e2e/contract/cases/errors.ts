import { fileURLToPath } from 'node:url';
import type { ContractCase } from '../contract-case.js';
import type { RuleId } from '../contract-rules.js';
import { answer, prompts } from '../dialogue.js';
import { create, invoked, type Thrown, threw } from '../expected-events.js';

const brokenPrices = fileURLToPath(new URL('../fixtures/broken-prices.mjs', import.meta.url));

/** An unexpected error of orbit, while it renders the list of plans. */
function broken(title: string, rule: RuleId, how: string, error_class: string): ContractCase {
  const thrown: Thrown = { error_class, error_source: 'internal' };
  return {
    title: `Meet a bug in orbit: ${title}`,
    rules: [rule],
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create'],
        turns: [answer(prompts.name, 'sparrow')],
        env: { NODE_OPTIONS: `--import=${brokenPrices}`, ORBIT_BROKEN: how },
        secrets: ['a message that must stay private'],
        exitCode: 1,
        events: [invoked, create.started(), create.failed('plan', error_class), ...threw(thrown)],
        shows: ['This is a bug in orbit; please report it.'],
      },
    ],
  };
}

/** Names of errors. */
export const errorCases: readonly ContractCase[] = [
  broken('an error that says nothing', 'error.unknown', 'generic', 'unknown'),
  broken('errors around another one', 'error.wrapper', 'wrapped', 'RangeError'),
  broken('an aggregate of one error', 'error.aggregate_of_one', 'aggregate', 'RangeError'),
  {
    title: 'Meet 500 with a minified build',
    rules: ['error.minified'],
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create', '--name', 'sparrow', '--accept-terms'],
        program: 'minified',
        faults: [{ method: 'GET', path: '/v1/plans', status: 500 }],
        exitCode: 1,
        events: [
          invoked,
          create.started(),
          create.failed('plan', 'CloudFailureError'),
          ...threw({ error_class: 'CloudFailureError', error_source: 'api', http_status: 500 }),
        ],
      },
    ],
  },
  {
    title: 'Run a minified build without a session',
    rules: ['error.minified'],
    runs: [
      {
        args: ['application', 'create', '--name', 'sparrow', '--accept-terms'],
        program: 'minified',
        exitCode: 4,
        events: [
          invoked,
          create.started(),
          create.failed('auth', 'AuthenticationRequiredError'),
          ...threw({
            error_class: 'AuthenticationRequiredError',
            error_source: 'user',
            exit_code: 4,
          }),
        ],
      },
    ],
  },
];
