import { expect, test } from 'vitest';
import { decodeTexts } from './decode-texts.js';

const id = 'alice+a@example.org';
const json = JSON.stringify({ distinct_id: id });
const base64 = Buffer.from(json).toString('base64');

test.each([
  ['percent-encoding', { query: `uid=${encodeURIComponent(id)}` }],
  ['a form', { text: `data=${encodeURIComponent(json)}` }],
  ['base64 in a form', { text: `data=${base64}` }],
  ['encoded base64 in a form', { text: `data=${encodeURIComponent(base64)}` }],
  [
    'truncated base64',
    {
      text: `data=${Buffer.from(`${json.slice(0, -1)},"é`)
        .toString('base64')
        .slice(0, -3)}`,
    },
  ],
  ['a body of unknown bytes', { base64: Buffer.from(json).toString('base64') }],
  ['a field', { e: 'ue', ue_px: Buffer.from(json).toString('base64url') }],
  ['escapes', { text: json.replace('@', '\\u0040') }],
])('an id is found in %s', (_, body) => {
  expect(decodeTexts(body).some((text) => text.includes(id))).toBe(true);
});

test('readable text has no other form', () => {
  expect(
    decodeTexts({ text: json, list: ['a', 1, null, { b: 'a-long-name-of-something' }] }),
  ).toEqual([]);
});

test('the forms of a long text are at most twice as long as it', () => {
  const body = '%2541\\u0041+'.repeat(100_000);
  const length = decodeTexts(body).reduce((sum, form) => sum + form.length, 0);
  expect(length).toBeGreaterThan(0);
  expect(length).toBeLessThanOrEqual(2 * body.length);
});
