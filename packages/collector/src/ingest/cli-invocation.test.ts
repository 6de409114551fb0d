import { defaultLimits } from '@sonde/protocol';
import { expect, test } from 'vitest';
import { normaliseRequest } from './normalise-request.js';

const properties = {
  id: 'invocation-1',
  invocation: {
    command: 'deploy',
    subcommand: 'production',
    args: ['one'],
    optionKeys: ['force'],
    globalOptions: { verbose: true },
  },
  result: { status: 'error', exitCode: 3, errorType: 'TypeError' },
  startedAt: '2026-11-20T12:00:00.000Z',
  completedAt: '2026-11-20T12:00:01.500Z',
  durationMs: 1_500,
  version: '2.0.0',
};

function take(event: object) {
  const body = Buffer.from(JSON.stringify({ event: 'cli_invocation', ...event }));
  const { batch } = normaliseRequest(body, {
    project: 'default',
    receivedAt: Date.UTC(2026, 10, 21),
    limits: defaultLimits,
  });
  expect(batch.quarantined).toEqual([]);
  return batch.events[0]!;
}

test('the older form becomes the end event of an invocation, with all its data', () => {
  expect(take({ distinct_id: 'd', insert_id: 'i', properties })).toMatchObject({
    event: 'Command Completed',
    insert_id: 'i',
    invocation_id: 'invocation-1',
    distinct_id: 'd',
    sequence: 0,
    timestamp: Date.UTC(2026, 10, 20, 12),
    properties: {
      ...properties,
      original_event: 'cli_invocation',
      command: 'deploy production',
      flags: ['force', 'verbose'],
      succeeded: false,
      exit_code: 3,
      error_class: 'TypeError',
      duration_ms: 1_500,
    },
  });
});

test('a repeat is the same invocation', () => {
  expect(take({ properties }).insert_id).toBe('invocation-1');
  const { id: _, ...anonymous } = properties;
  expect(take({ insert_id: 'i', properties: anonymous }).invocation_id).toBe('i');
});

test.each([
  [
    { status: 'success', exitCode: 0 },
    { succeeded: true, exit_code: 0 },
  ],
  [{ status: 'Success' }, { succeeded: true }],
  [
    { status: 'cancelled', exitCode: 130 },
    { succeeded: false, user_cancelled: true, exit_code: 130 },
  ],
  [{ exitCode: 1 }, { succeeded: false, exit_code: 1 }],
  [{ status: 'odd', exitCode: 0 }, { succeeded: true }],
])('the result %j means %j', (result, expected) => {
  expect(take({ properties: { ...properties, result } }).properties).toMatchObject(expected);
});

test('a missing duration is computed', () => {
  const { durationMs: _, ...rest } = properties;
  expect(take({ properties: rest }).properties.duration_ms).toBe(1_500);
});

test('an event with that name but another shape is an ordinary event', () => {
  expect(take({ properties: { plan: 'pro' } })).toMatchObject({
    event: 'cli_invocation',
    properties: { plan: 'pro' },
  });
});
