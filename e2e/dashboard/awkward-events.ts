import { randomUUID } from 'node:crypto';
import type { Properties, WireEvent } from '@sonde/protocol';
import { catalog } from './catalog.js';

const long = (start: string, length: number) => start.padEnd(length, '_and_on_and_on');

/** A command of 120 characters, as in a deep tree of subcommands. */
export const longCommand = long('orbit application environment', 120);

/**
 * Data that pages must handle: long names without a place to break, markup in names, an undeclared
 * flow, interleaved runs, a missing event, and refused arguments.
 */
export function awkwardEvents(now: number): WireEvent[] {
  const [create, auth] = catalog.flows;
  const base = {
    version: '10.20.30-rc.1+build.20261121',
    env: 'prod',
    operating_system: 'linux',
    arch: 'x64',
    runtime: 'node',
    runtime_version: '20.20.2',
    is_ci: false,
    ci_name: null,
    cli_context: 'agent:claude-code',
    is_interactive: true,
    flags: Array.from({ length: 12 }, (_, index) => `flag-${index}`),
  };
  const person = long('user_', 120);
  const invoke = (
    command: string,
    events: [event: string, properties: Properties, run?: [string, string]][],
    lost: readonly number[] = [],
  ): WireEvent[] => {
    const invocation_id = randomUUID();
    return events
      .map(([event, properties, run], index) => ({
        event,
        distinct_id: person,
        anonymous_id: person,
        insert_id: randomUUID(),
        timestamp: new Date(now - 3_600_000 + index).toISOString(),
        invocation_id,
        sequence: index + 1,
        ...(run !== undefined && { flow: run[0], flow_run_id: run[1] }),
        properties: { ...properties, ...base, command, invocation_id, sequence: index + 1 },
      }))
      .filter(({ sequence }) => !lost.includes(sequence));
  };

  const errorClass = long('com.example.UnavailableRegionDuringApplicationCreateError', 120);
  const a: [string, string] = [create!.name, randomUUID()];
  const b: [string, string] = [auth!.name, randomUUID()];
  const unknown: [string, string] = ['<b>undeclared</b> & "flow"', randomUUID()];
  return [
    ...['list', long('nearest-', 60)].flatMap((nearest) =>
      invoke('orbit', [['Command Rejected', { kind: 'unknown_command', nearest }]]),
    ),
    ...invoke('orbit', [['Command Rejected', { kind: 'unknown_command', nearest: 'list' }]]),
    ...invoke(longCommand, [['Command Rejected', { kind: 'unknown_flag', nearest: 'none' }]]),
    ...invoke(longCommand, [
      ['Command Invoked', {}],
      [`${create!.event_prefix} Started`, {}, a],
      [`${auth!.event_prefix} Started`, { no_browser: false }, b],
      [`${create!.event_prefix} Accepted Terms`, { plan: 'free' }, a],
      [`${auth!.event_prefix} Completed`, { duration_ms: 2 }, b],
      [
        `${create!.event_prefix} Failed`,
        { step: 'region', duration_ms: 4, error_class: errorClass },
        a,
      ],
      ['Command Failed', { error_class: errorClass, error_source: 'api' }],
      [
        'Command Completed',
        { succeeded: false, exit_code: 1, duration_ms: 7, error_class: errorClass },
      ],
    ]),
    ...invoke(
      '<script>alert(1)</script>',
      [
        ['Command Invoked', {}],
        ['Undeclared Started', {}, unknown],
        ['Undeclared Middle', {}, unknown],
        ['Undeclared Aborted', { step: long('step_', 100), reason: long('reason_', 100) }, unknown],
        ['Command Completed', { succeeded: true, exit_code: 0, duration_ms: 31_536_000_000 }],
      ],
      [3],
    ),
  ];
}
