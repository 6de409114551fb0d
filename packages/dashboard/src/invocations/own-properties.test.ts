import { expect, it } from 'vitest';
import { describeContext } from './context.js';
import { ownProperties } from './own-properties.js';
import { formatValue } from './property-list.js';

it('leaves out properties that every event of the invocation has', () => {
  const base = { version: '1.0.0', app_id: 'app_1', plan: 'free' };
  expect(
    ownProperties(
      { version: '1.0.0', sequence: 3, app_id: 'app_1', plan: 'pro', step: 'plan' },
      base,
    ),
  ).toEqual({ plan: 'pro', step: 'plan' });
});

it('formats values', () => {
  expect(formatValue(null)).toBe('–');
  expect(formatValue('')).toBe('""');
  expect(formatValue(false)).toBe('false');
  expect(formatValue([])).toBe('none');
  expect(formatValue(['a', 1])).toBe('a, 1');
  expect(formatValue({ a: [1] })).toBe('{"a":[1]}');
});

it.each([
  ['human', false, 'human'],
  ['human', true, 'CI'],
  ['agent:claude-code', false, 'claude-code'],
  ['agent:unknown', true, 'no terminal · CI'],
  ['agent:unknown', false, 'no terminal'],
  ['', true, 'CI'],
  ['', false, '–'],
])('%s in CI %s is %s', (cli_context, is_ci, words) => {
  expect(describeContext({ cli_context, is_ci })).toBe(words);
});
