import type { ContractCase } from '../contract-case.js';
import { ctrlC, endlessMs, waits } from '../dialogue.js';
import { cancelled, invoked, now, succeeded, threw } from '../expected-events.js';

const list = ['application', 'list'];

/** What every command reports. */
export const lifecycleCases: readonly ContractCase[] = [
  {
    title: 'List applications on a terminal',
    rules: ['command.first_and_last', 'base.command'],
    world: { session: 'stored', applications: ['wren'] },
    runs: [{ args: list, turns: [], exitCode: 0, events: [invoked, succeeded] }],
  },
  {
    title: 'List applications for a program',
    rules: ['base.flags', 'base.invocation_properties'],
    world: { session: 'stored', applications: ['wren'] },
    runs: [{ args: [...list, '-o', 'json'], exitCode: 0, events: [invoked, succeeded] }],
  },
  {
    title: 'List applications and meet 500',
    rules: ['command.failed_before_completed', 'error.http_status'],
    world: { session: 'stored' },
    runs: [
      {
        args: list,
        faults: [{ method: 'GET', path: '/v1/applications', status: 500 }],
        exitCode: 1,
        events: [
          invoked,
          ...threw({ error_class: 'CloudFailureError', error_source: 'api', http_status: 500 }),
        ],
      },
    ],
  },
  {
    title: 'Ctrl-C while applications are looked up',
    rules: ['error.cancel_by_abort', 'command.not_failed_when_cancelled'],
    world: { session: 'stored' },
    runs: [
      {
        args: list,
        turns: [ctrlC(waits.applications)],
        faults: [{ method: 'GET', path: '/v1/applications', delay_ms: endlessMs }],
        exitCode: 2,
        events: [invoked, cancelled],
      },
    ],
  },
  {
    title: 'Ctrl-C while it is looked up who is signed in',
    rules: ['error.cancel_by_abort', 'command.not_failed_when_cancelled'],
    world: { session: 'stored' },
    runs: [
      {
        args: ['auth', 'status'],
        turns: [ctrlC(waits.session)],
        faults: [{ method: 'GET', path: '/v1/account', delay_ms: endlessMs }],
        exitCode: 2,
        events: [invoked, cancelled],
      },
    ],
  },
  {
    title: 'Make a project, and use orbit inside it',
    rules: ['identity.project', 'identity.anonymous'],
    runs: [
      { args: ['init'], exitCode: 0, events: [invoked, succeeded] },
      {
        args: ['init', '-o', 'json'],
        context: { project: true },
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Run a source build',
    rules: ['base.source_build'],
    world: { version: 'source' },
    runs: [{ args: ['init'], exitCode: 0, events: [invoked, succeeded] }],
  },
  {
    title: 'Run a release',
    rules: ['base.release'],
    world: { version: '2.0.0-rc.1' },
    runs: [{ args: ['init'], exitCode: 0, events: [invoked, succeeded] }],
  },
  {
    title: 'Run in CI',
    rules: ['base.ci', 'identity.ci'],
    runs: [
      {
        args: ['init'],
        env: { CI: 'true', GITHUB_ACTIONS: 'true' },
        base: { is_ci: true, ci_name: 'github_actions', cli_context: 'human' },
        anonymousId: 'ci:github_actions',
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Run in unknown CI',
    rules: ['base.ci', 'identity.ci'],
    runs: [
      {
        args: ['init'],
        env: { CI: '1' },
        base: { is_ci: true, ci_name: 'unknown', cli_context: 'human' },
        anonymousId: 'ci:unknown',
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Be run by a known agent',
    rules: ['base.agent'],
    runs: [
      {
        args: ['init'],
        env: { CODEX_THREAD_ID: 'thread-7' },
        base: { cli_context: 'agent:codex' },
        secrets: ['thread-7'],
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Be run by an unknown agent',
    rules: ['base.agent'],
    runs: [
      {
        args: ['init'],
        env: { AI_AGENT: 'homemade-agent' },
        base: { cli_context: 'agent:other' },
        secrets: ['homemade'],
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Check the session while it is refused',
    rules: ['command.exit_code', 'command.invoked_after_auth_check'],
    world: { session: 'token' },
    runs: [
      {
        args: ['auth', 'status'],
        env: { ORBIT_TOKEN: 'tok_of_nobody' },
        secrets: ['tok_of_nobody'],
        exitCode: 4,
        events: [
          invoked,
          ...threw({
            error_class: 'UnauthorizedError',
            error_source: 'api',
            http_status: 401,
            exit_code: 4,
          }),
        ],
      },
    ],
  },
  {
    title: 'Check the session with a token from the environment',
    world: { session: 'token' },
    runs: [
      {
        args: ['auth', 'status'],
        exitCode: 0,
        events: [invoked, now({ user: 'person' }), succeeded],
      },
    ],
  },
];
