import { describe, expect, test } from 'vitest';
import { createRecordingTelemetry } from '../testing/recording-telemetry.js';
import { findNearest } from './command-rejection.js';

describe('the nearest declared name', () => {
  const declared = ['list', ['deploy', 'ship'], 'delete', 'ls'];
  test.each<[string, string | undefined]>([
    ['lsit', 'list'],
    ['lisst', 'list'],
    ['lit', 'list'],
    ['depoy', 'deploy'],
    ['depl', 'deploy'],
    ['dep', undefined],
    // An alias counts as its command.
    ['shi', 'deploy'],
    // The first of two equally near names.
    ['l', 'ls'],
    ['deletee', 'delete'],
    ['', 'ls'],
    ['nothing-like-it', undefined],
    ['l'.repeat(100_000), undefined],
  ])('%s', (typed, nearest) => {
    expect(findNearest(typed, declared)).toBe(nearest);
  });
});

const create = (usageErrors = true) =>
  createRecordingTelemetry({
    catalog: { tool: 'lantern', usageErrors, events: { Noted: {} } },
    clock: () => 0,
  });

describe('rejectCommand', () => {
  test('records one event in a separate invocation', () => {
    const telemetry = create();
    telemetry.setUser('user_1');
    telemetry.startCommand('lantern list');
    telemetry.rejectCommand({
      kind: 'unknown_command',
      command: 'lantern site',
      typed: 'depoly',
      declared: [['deploy', 'ship'], 'list'],
    });
    telemetry.endCommand();
    telemetry.exit();
    const [invoked, rejected, completed] = telemetry.events;
    expect(telemetry.events).toHaveLength(3);
    expect(rejected).toMatchObject({
      event: 'Command Rejected',
      user_id: 'user_1',
      sequence: 1,
      properties: { kind: 'unknown_command', nearest: 'deploy' },
    });
    expect(rejected?.invocation_id).not.toBe(invoked?.invocation_id);
    expect(completed).toMatchObject({ event: 'Command Completed', sequence: 2 });
  });

  test('reports none if no name is near, and never the typed text', () => {
    const telemetry = create();
    const typed = 'p4ssw0rd';
    telemetry.rejectCommand({ kind: 'unknown_flag', command: 'lantern', typed, declared: ['all'] });
    telemetry.rejectCommand({ kind: 'missing_argument', command: typed.repeat(20) });
    telemetry.rejectCommand({ kind: 'invalid_value', command: `lantern ${typed}/x` });
    // A declared name with other characters is not reported either.
    telemetry.rejectCommand({
      kind: 'unknown_command',
      command: 'lantern',
      typed: 'a/b',
      declared: ['a/c'],
    });
    expect(telemetry.events.map(({ properties }) => properties)).toEqual([
      { kind: 'unknown_flag', nearest: 'none' },
      { kind: 'missing_argument', nearest: 'none' },
      { kind: 'invalid_value', nearest: 'none' },
      { kind: 'unknown_command', nearest: 'none' },
    ]);
    expect(JSON.stringify(telemetry.events)).not.toContain(typed);
  });

  test('records nothing unless the catalog has usage errors', () => {
    const telemetry = create(false);
    telemetry.rejectCommand({ kind: 'unknown_command', command: 'lantern' });
    expect(telemetry.events).toEqual([]);
  });

  test('accepts any values from untyped callers', () => {
    const telemetry = create();
    const call = telemetry.rejectCommand as (value?: unknown) => void;
    for (const value of [undefined, null, 7, {}, { kind: 'secret' }, { kind: 'unknown_flag' }]) {
      call(value);
    }
    call({ kind: 'unknown_flag', command: 'lantern', typed: 7, declared: [null, [], 7] });
    expect(telemetry.events.every(({ event }) => event === 'Command Rejected')).toBe(true);
    expect(JSON.stringify(telemetry.events)).not.toContain('secret');
  });
});
