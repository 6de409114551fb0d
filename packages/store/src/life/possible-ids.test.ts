import { expect, test } from 'vitest';
import { idsIn } from './possible-ids.js';

test.each([
  ['4711', { userId: 4711 }],
  ['alice@example.org', { text: '{"batch":[{"distinct_id":"alice@example.org"' }],
  ['Alice Smith', { text: '{"distinct_id":"Alice Smith",' }],
  ['auth0|7', { decoded: ['rec=1&uid=auth0|7&e=1'] }],
  ['4711', { text: '{"userId":4711,"x":' }],
  ['user:1', [{ deep: ['user:1'] }]],
])('%s is found in %j', (id, body) => {
  expect(idsIn(body)).toContain(id);
});
