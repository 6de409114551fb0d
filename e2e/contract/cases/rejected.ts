import type { CaseRun, ContractCase } from '../contract-case.js';
import { rejected as event } from '../expected-events.js';

function rejected(
  title: string,
  args: readonly string[],
  {
    command,
    typed,
    ...properties
  }: {
    kind: string;
    nearest?: string;
    /** Default: no command was found. */
    command?: string;
    /** What no event may contain. */
    typed?: string;
  },
  more: Partial<CaseRun> = {},
): ContractCase {
  return {
    title,
    rules: ['command.rejected_alone', 'command.rejected_private'],
    runs: [
      {
        args,
        exitCode: 1,
        // Nothing about the user is known before a command runs.
        context: { user: undefined, app_id: undefined, configured_applications: undefined },
        base: { command: command ?? 'orbit', flags: [] },
        secrets: typed === undefined ? [] : [typed],
        events: [event({ nearest: 'none', ...properties })],
        ...more,
      },
    ],
  };
}

/** Runs whose arguments are refused. */
export const rejectedCases: readonly ContractCase[] = [
  rejected('Mistype a command', ['aplication'], {
    ...{ kind: 'unknown_command', nearest: 'application', typed: 'aplication' },
  }),
  rejected(
    'Mistype a command on a terminal',
    ['aplication'],
    { kind: 'unknown_command', nearest: 'application', typed: 'aplication' },
    { turns: [] },
  ),
  rejected('Name a command that is like none', ['frobnicate'], {
    ...{ kind: 'unknown_command', typed: 'frobnicate' },
  }),
  rejected('Mistype a subcommand', ['application', 'craete'], {
    ...{ kind: 'unknown_command', nearest: 'create', typed: 'craete' },
    command: 'orbit application',
  }),
  rejected('Mistype a flag', ['application', 'list', '--outptu=json'], {
    ...{ kind: 'unknown_flag', nearest: 'output', typed: 'outptu' },
    command: 'orbit application list',
  }),
  rejected('Give a flag that is like none', ['application', 'list', '--colour', 'red'], {
    ...{ kind: 'unknown_flag', typed: 'colour' },
    command: 'orbit application list',
  }),
  rejected('Give a flag without its value', ['application', 'list', '-o'], {
    ...{ kind: 'missing_argument', command: 'orbit application list' },
  }),
  rejected('Give a flag a value it does not have', ['application', 'list', '-o', 'xml'], {
    ...{ kind: 'invalid_value', command: 'orbit application list', typed: 'xml' },
  }),
  rejected('Give a flag an invalid number', ['auth', 'login', '--timeout', 'soon'], {
    ...{ kind: 'invalid_value', command: 'orbit auth login', typed: 'soon' },
  }),
  rejected('Give a word too many', ['auth', 'status', 'verbosely'], {
    ...{ kind: 'invalid_value', command: 'orbit auth status', typed: 'verbosely' },
  }),
  {
    title: 'Mistype a command with telemetry off',
    rules: ['command.rejected_alone'],
    runs: [{ args: ['aplication', '--no-telemetry'], exitCode: 1, events: 'nothing' }],
  },
];
