import { expect, test } from 'vitest';
import { allowedValues } from './allowed-values.js';

const none = { values: null, min: null, max: null, pattern: null };

test.each([
  [{ ...none, type: 'enum', values: ['free', '', 'pro'] }, 'free, "", pro'],
  [{ ...none, type: 'integer', min: 0, max: 1000 }, '0 to 1,000'],
  [{ ...none, type: 'slug', pattern: '[a-z]+' }, 'matches [a-z]+'],
  [{ ...none, type: 'boolean' }, 'true, false'],
  [{ ...none, type: 'version' }, ''],
] as const)('%o allows %s', (property, words) => {
  expect(allowedValues({ ...property, values: property.values && [...property.values] })).toBe(
    words,
  );
});
