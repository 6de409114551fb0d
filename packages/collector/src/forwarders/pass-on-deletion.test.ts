import type { WaitingForward } from '@sonde/store';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { passOnDeletion } from './pass-on-deletion.js';

let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const names = { include: undefined, exclude: new Set<string>() };
const userIds = Array.from({ length: 250 }, (_, index) => `user-${index}`);

function pass(type: ForwarderSettings['type']) {
  const [user_id = '', ...other_user_ids] = userIds;
  const settings: ForwarderSettings = {
    ...{ id: 'vendor', type, projects: ['default'], endpoint: '', key: 'key', format: 'json' },
    selection: {
      ...{ events: names, properties: names, where: new Map(), sample: 1 },
      ...{ eventNames: new Map(), propertyNames: new Map() },
    },
    batch: { events: 500, bytes: undefined, intervalMs: 0 },
    deletion: { key: 'api:secret', endpoint: server.url, posthogProject: 7 },
  };
  const forward: WaitingForward = {
    ...{ project: 'default', deletion_id: 'deletion', forwarder: 'vendor', reason: '', at: '' },
    state: 'waiting',
    ...{ is_deleted: true, secret: '', user_id, other_user_ids, anonymous_ids: ['laptop'] },
  };
  const limits = { timeoutMs: 10_000, signal: new AbortController().signal };
  return passOnDeletion(settings, forward, limits);
}

const idsOf = ({ body }: { body: Record<string, string[]> }) =>
  body.user_ids ?? body.distinct_ids ?? body.subjectIds ?? [];

test.each([
  ['amplitude', userIds],
  ['posthog', [...userIds, 'laptop']],
  ['segment', [...userIds, 'laptop']],
] as const)('%s gets at most 100 ids in a request', async (type, all) => {
  expect(await pass(type)).toEqual({ state: 'passed_on' });
  expect(server.requests.flatMap(idsOf)).toEqual(all);
  for (const request of server.requests) expect(idsOf(request).length).toBeLessThanOrEqual(100);
});

test('a refusal of any of them is reported', async () => {
  server.answers.push({ status: 200 }, { status: 500 });
  expect(await pass('amplitude')).toEqual({ state: 'waiting', reason: 'status 500' });
});
