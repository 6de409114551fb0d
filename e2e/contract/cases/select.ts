import type { ContractCase } from '../contract-case.js';
import { answer, ctrlC, endlessMs, prompts, waits } from '../dialogue.js';
import { cancelled, invoked, succeeded, threw } from '../expected-events.js';

const select = ['application', 'select'];
const world = { session: 'stored', applications: ['sparrow', 'wren'] } as const;

export const selectCases: readonly ContractCase[] = [
  {
    title: 'Choose the default application from a list',
    world,
    runs: [
      {
        args: select,
        turns: [answer(prompts.application, 'wren')],
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Choose the default application by a flag',
    world,
    runs: [
      {
        args: [...select, '--app', 'wren'],
        exitCode: 0,
        events: [invoked, succeeded],
        secrets: ['wren'],
      },
    ],
  },
  {
    title: 'Ctrl-C when asked for the default application',
    rules: ['error.cancel_at_prompt', 'command.not_failed_when_cancelled'],
    world,
    runs: [
      {
        args: select,
        turns: [ctrlC(prompts.application)],
        exitCode: 2,
        events: [invoked, cancelled],
      },
    ],
  },
  {
    title: 'Ctrl-C while applications to choose from are looked up',
    rules: ['error.cancel_by_abort', 'command.not_failed_when_cancelled'],
    world,
    runs: [
      {
        args: select,
        turns: [ctrlC(waits.applications)],
        faults: [{ method: 'GET', path: '/v1/applications', delay_ms: endlessMs }],
        exitCode: 2,
        events: [invoked, cancelled],
      },
    ],
  },
  {
    title: 'Choose the default application without a terminal',
    world,
    runs: [
      {
        args: select,
        exitCode: 1,
        events: [invoked, ...threw({ error_class: 'UsageError', error_source: 'user' })],
        shows: ['--app'],
      },
    ],
  },
];
