import { describe, expect, test } from 'vitest';
import { boolean, duration, integer, oneOf, slug, version } from '../catalog.js';
import { guardProperties } from './guard-properties.js';

const set = {
  plan: oneOf('free', 'pro'),
  fine: boolean(),
  count: integer({ min: 1, max: 3 }),
  took: duration(),
  release: version(),
  app: slug(/app_\d+/),
};

describe('values at run time', () => {
  test.each([
    ['plan', 'pro', 'pro'],
    ['plan', 'my secret', 'other'],
    ['plan', 7, 'other'],
    ['fine', false, false],
    ['fine', 'false', undefined],
    ['count', 3, 3],
    ['count', 4, undefined],
    ['count', 1.5, undefined],
    ['took', 12.6, 13],
    ['took', -1, undefined],
    ['took', Number.NaN, undefined],
    ['release', '1.2.3-beta.1', '1.2.3-beta.1'],
    ['release', 'main', 'main'],
    ['release', '/home/me', undefined],
    ['app', 'app_12', 'app_12'],
    ['app', 'x app_12', undefined],
    ['app', `app_${'1'.repeat(80)}`, undefined],
    ['undeclared', 'x', undefined],
    ['__proto__', 'x', undefined],
    ['toString', 'x', undefined],
  ])('%s: %j becomes %j', (name, value, expected) => {
    const given = Object.fromEntries([[name, value]]);
    const { properties, refused } = guardProperties(set, given);
    expect(Object.entries(properties)).toEqual(expected === undefined ? [] : [[name, expected]]);
    expect(refused).toEqual(
      Object.is(value, expected) || (name === 'took' && value === 12.6) ? [] : [name],
    );
  });
});
