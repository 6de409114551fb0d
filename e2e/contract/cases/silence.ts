import type { CaseRun, ContractCase } from '../contract-case.js';
import type { RuleId } from '../contract-rules.js';

function silent(
  title: string,
  rule: RuleId,
  args: readonly string[],
  exitCode: number,
  more: Partial<CaseRun> = {},
): ContractCase {
  return {
    title,
    rules: [rule],
    runs: [{ args, exitCode, events: 'nothing', ...more }],
  };
}

/** Runs that report nothing and write no file. */
export const silence: readonly ContractCase[] = [
  silent('Ask for help', 'command.nothing_for_help', ['--help'], 0),
  silent('Ask for help on a terminal', 'command.nothing_for_help', ['--help'], 0, { turns: [] }),
  silent(
    'Ask for a command’s help',
    'command.nothing_for_help',
    ['application', 'create', '--help'],
    0,
  ),
  silent('Ask for the version', 'command.nothing_for_version', ['--version'], 0),
  silent(
    'Print a script for completion',
    'command.nothing_for_completion',
    ['completion', 'bash'],
    0,
  ),
  silent(
    'Complete a command line',
    'command.nothing_for_completion',
    ['complete', '--', 'application', 'cr'],
    0,
    { shows: ['create'] },
  ),
  silent('Ask about telemetry', 'command.nothing_for_telemetry', ['telemetry', 'status'], 0),
  silent('Ask for help by a command', 'command.nothing_for_help', ['help'], 0),
  silent('Give nothing', 'command.nothing_for_help', [], 0),
  silent('Give half a command', 'command.nothing_for_help', ['application'], 1),
  silent(
    'Ask for the completion of an unknown shell',
    'command.nothing_for_completion',
    ['completion', 'tcsh'],
    1,
  ),
  silent('Mistype a telemetry command', 'command.nothing_for_telemetry', ['telemetry', 'stats'], 1),
  silent('Complete on a terminal', 'command.nothing_for_completion', ['completion', 'zsh'], 0, {
    turns: [],
  }),
  ...[
    ['application', 'list'],
    ['application', 'select'],
    ['application', 'upgrade'],
    ['application', 'downgrade'],
    ['auth', 'status'],
  ].map((args) =>
    silent(
      `Without a session and without a terminal: ${args.join(' ')}`,
      'command.nothing_before_auth_check',
      args,
      4,
      { shows: ['orbit auth login'] },
    ),
  ),
  silent(
    'Without a session, on a terminal: auth status',
    'command.nothing_before_auth_check',
    ['auth', 'status'],
    4,
    { turns: [] },
  ),
];
