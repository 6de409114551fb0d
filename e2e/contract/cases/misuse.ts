import type { CaseRun, ContractCase } from '../contract-case.js';
import type { RuleId } from '../contract-rules.js';
import { create, invoked, login, logout, runId, succeeded } from '../expected-events.js';

function misuse(
  title: string,
  rule: RuleId,
  how: string,
  events: CaseRun['events'],
  more: Partial<CaseRun> = {},
): ContractCase {
  return {
    title,
    rules: [rule],
    runs: [
      {
        args: ['auth', 'login'],
        program: 'misuse',
        env: { ORBIT_MISUSE: how },
        context: { configured_applications: undefined },
        exitCode: 0,
        events,
        ...more,
      },
    ],
  };
}

const created = create.completed({ region: 'eu-1', plan: 'free' });
const started = login.started({ no_browser: true });

/** Mistakes that orbit does not make: a program with orbit's catalog that misuses the SDK. */
export const misuseCases: readonly ContractCase[] = [
  misuse('Override base properties', 'base.last', 'override', [invoked, logout, succeeded]),
  misuse('Report twenty events concurrently', 'run.sequence_concurrent', 'concurrently', [
    invoked,
    ...Array.from({ length: 20 }, () => logout),
    succeeded,
  ]),
  misuse(
    'End a flow three times',
    'flow.second_terminal_ignored',
    'second_terminal',
    [invoked, create.started(), created, succeeded],
    {
      env: { ORBIT_MISUSE: 'second_terminal', DEBUG: '1' },
      shows: ['Aborted ignored', 'Failed ignored'],
    },
  ),
  misuse('Leave a flow without an outcome', 'flow.left_by_returning', 'returned', [
    invoked,
    started,
    login.completed(),
    succeeded,
  ]),
  misuse('Begin a flow inside another one', 'flow.nested_collapses', 'nested', [
    invoked,
    started,
    login.aborted('profile_configure', 'cancelled'),
    succeeded,
  ]),
  misuse(
    'Report a flow that begins inside another one',
    'flow.nested_reported',
    'nested_reported',
    [
      invoked,
      started,
      ...[create.started(), created].map((event) => ({
        ...event,
        beyond: { triggered_from: 'auth', parent_flow_run_id: runId('auth') },
      })),
      login.completed(),
      succeeded,
    ],
  ),
  misuse(
    'Report a flow that could have begun inside another one',
    'flow.nested_reported',
    'reported_alone',
    [
      invoked,
      ...[create.started(), created].map((event) => ({
        ...event,
        beyond: { triggered_from: 'explicit_command' },
      })),
      succeeded,
    ],
  ),
];
