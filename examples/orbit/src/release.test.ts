import { expect, test } from 'vitest';
import { readRelease } from './release.js';

test('run from its sources orbit is main', () => {
  expect(readRelease(undefined)).toEqual({ version: 'main', env: 'dev' });
});

test('a version that is given is a release of it; anything else is not taken', () => {
  expect(readRelease('1.3.0')).toEqual({ version: '1.3.0', env: 'prod' });
  expect(readRelease('2.0.0-beta.1')).toEqual({ version: '2.0.0-beta.1', env: 'prod' });
  expect(readRelease('latest')).toEqual({ version: 'main', env: 'dev' });
});
