import { defaultLimits } from '@sonde/protocol';
import { expect, test } from 'vitest';
import { noCatalogs } from './judge-event.js';
import { normaliseRequest, readRequest } from './normalise-request.js';

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

function normalise(event: object) {
  return normaliseRequest(readRequest(Buffer.from(JSON.stringify(event)), defaultLimits), {
    ...{ project: 'default', tool: '', receivedAt: Date.UTC(2026, 10, 21), limits: defaultLimits },
    judgement: { policy: 'accept', catalogs: noCatalogs },
  });
}

function take(event: object) {
  const { batch } = normalise({ event: 'cli_invocation', ...event });
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
  [
    { status: 'crashed', errorType: 'Panic' },
    { succeeded: false, error_class: 'Panic' },
  ],
  [{ status: 'error ' }, { succeeded: false }],
  [
    { status: 'success', exitCode: 1 },
    { succeeded: false, exit_code: 1 },
  ],
  ['error', { succeeded: false }],
])('the result %j means %j', (result, expected) => {
  expect(take({ properties: { ...properties, result } }).properties).toMatchObject(expected);
});

test.each(['timeout', 'crashed', { ok: true }])(
  'the status %j, which is not known, is never a success',
  (status) => {
    const event = { event: 'cli_invocation', properties: { ...properties, result: { status } } };
    const { batch } = normalise(event);
    expect(batch.events).toEqual([]);
    expect(batch.quarantined).toMatchObject([{ field: 'properties.succeeded' }]);
  },
);

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

test('the fields of swamp become base properties, and its error message is not stored', () => {
  const event = take({
    distinct_id: 'd',
    insert_id: 'invocation-1',
    properties: {
      ...properties,
      result: {
        status: 'user_error',
        errorType: 'UserError',
        errorMessage: 'no /home/ada',
        exitCode: 1,
      },
      swampVersion: '20260822.1',
      denoVersion: '2.5.0',
      platform: 'linux',
      invocationContext: {
        configuredAiTools: ['claude'],
        detectedAiTool: 'claude',
        agentSessionDetected: true,
        isInteractive: true,
        externalDatastoreConfigured: false,
      },
      parentInvocationId: 'invocation-0',
      workflowContext: { workflowName: 'w', runId: 'r', jobName: 'j', stepName: 's' },
      triggerSource: 'schedule',
      $repo_id: 'repository-1',
    },
  });
  expect(event).toMatchObject({
    project_id: 'repository-1',
    properties: {
      succeeded: false,
      error_class: 'UserError',
      error_source: 'user',
      runtime: 'deno',
      runtime_version: '2.5.0',
      operating_system: 'linux',
      cli_context: 'agent:claude-code',
      is_interactive: false,
      parent_invocation_id: 'invocation-0',
      trigger_source: 'schedule',
      workflowContext: { runId: 'r' },
    },
  });
  expect(JSON.stringify(event)).not.toContain('/home/ada');
  const { version: _, ...withoutVersion } = properties;
  const swamp = take({ properties: { ...withoutVersion, swampVersion: '20260822.1' } });
  expect(swamp.properties.version).toBe('20260822.1');
});

test.each([
  [{ agentSessionDetected: true, isInteractive: false }, 'agent:other', false],
  [{ agentSessionDetected: false, isInteractive: true }, 'human', true],
  [{ agentSessionDetected: false, isInteractive: false }, 'agent:unknown', false],
  [{ detectedAiTool: 'kiro', agentSessionDetected: true }, 'agent:kiro', undefined],
  [{ detectedAiTool: '../x y', agentSessionDetected: true }, 'agent:other', undefined],
  [{}, undefined, undefined],
])('the conditions %j mean %s', (invocationContext, cli_context, is_interactive) => {
  const found = take({ properties: { ...properties, invocationContext } }).properties;
  expect([found.cli_context, found.is_interactive]).toEqual([cli_context, is_interactive]);
});

test('a quarantined event has no error message either', () => {
  const result = { status: 'error', errorMessage: 'no /home/ada' };
  const event = { event: 'cli_invocation', distinct_id: 7, properties: { ...properties, result } };
  const { batch } = normalise(event);
  expect(batch.quarantined).toMatchObject([
    { body: { properties: { result: { status: 'error' } } } },
  ]);
  expect(JSON.stringify(batch)).not.toContain('/home/ada');
});
