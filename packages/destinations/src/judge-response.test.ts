import type { WireEvent } from '@sonde/protocol';
import { expect, test } from 'vitest';
import type { DestinationType } from './destination.js';
import { wireFormatOf } from './format-table.js';

const events: WireEvent[] = ['a', 'b', 'ci:github_actions'].map((id) => ({
  event: 'E',
  anonymous_id: id,
  ...(id === 'b' && { user_id: 'u' }),
}));
const judge = (type: DestinationType, status: number, body: unknown) =>
  wireFormatOf(type).judge(
    {
      status,
      retryAfter: undefined,
      text: typeof body === 'string' ? body : JSON.stringify(body),
    },
    events,
  );
const done = { kind: 'done', rejected: [], wantsCatalog: false };
const refused = (code: string, indexes: number[] = []) => ({ kind: 'refused', code, indexes });

test.each<[DestinationType, number, unknown]>([
  ['segment', 200, { success: true }],
  ['posthog', 200, { status: 'Ok' }],
  ['posthog', 200, 'OK'],
  ['amplitude', 200, { code: 200 }],
  ['sonde', 202, { accepted: 3 }],
])('%s: %i %j is success', (type, status, body) => {
  expect(judge(type, status, body)).toMatchObject(done);
});

test.each<[DestinationType, number, unknown]>([
  ['segment', 200, '<html>'],
  ['segment', 302, ''],
  ['segment', 429, ''],
  ['posthog', 401, ''],
  ['posthog', 400, { code: 'invalid_api_key' }],
  ['posthog', 503, ''],
  ['amplitude', 200, {}],
  ['amplitude', 400, { code: 400, error: 'Invalid API key: k' }],
  ['amplitude', 500, { code: 200 }],
  ['sonde', 200, {}],
])('%s: %i %j keeps the events', (type, status, body) => {
  expect(judge(type, status, body)).toMatchObject({ kind: 'later' });
});

test.each<DestinationType>(['segment', 'posthog', 'amplitude', 'sonde'])(
  '%s: a request that is too large, or invalid without a list, is split',
  (type) => {
    expect(judge(type, 413, {})).toEqual(refused('http_413'));
    expect(judge(type, 400, {})).toEqual(refused('http_400'));
  },
);

test('Amplitude names the events that it refuses', () => {
  const body = {
    code: 400,
    events_with_invalid_fields: { time: [0] },
    events_with_invalid_id_lengths: { device_id: [1] },
    silenced_events: [2],
  };
  expect(judge('amplitude', 400, body)).toEqual(refused('http_400', [0, 1, 2]));
});

test('a user or device that is too fast for Amplitude waits, and the others do not have to', () => {
  const body = { code: 429, throttled_devices: { 'ci:github_actions': 31 }, throttled_events: [2] };
  expect(judge('amplitude', 429, body)).toMatchObject({
    kind: 'later',
    waitMs: 30_000,
    indexes: [2],
  });
  expect(judge('amplitude', 429, 'slow down')).not.toHaveProperty('indexes');
});

test('a user or device over the daily quota of Amplitude does not hold up the others', () => {
  const device = { exceeded_daily_quota_devices: { 'ci:github_actions': 500_001 } };
  expect(judge('amplitude', 429, device)).toEqual(refused('daily_quota', [2]));
  const user = { exceeded_daily_quota_users: { u: 500_001 } };
  expect(judge('amplitude', 429, user)).toEqual(refused('daily_quota', [1]));
});
