import { expect, test } from 'vitest';
import { readRelease } from './release.js';

test('run from its sources orbit is main', () => {
  expect(readRelease(undefined)).toMatchObject({ version: 'main', env: 'dev', isGiven: false });
});

test('a version that is given is a release of it; anything else is not taken', () => {
  expect(readRelease('1.3.0')).toMatchObject({ version: '1.3.0', env: 'prod', isGiven: true });
  expect(readRelease('2.0.0-beta.1').version).toBe('2.0.0-beta.1');
  expect(readRelease('latest')).toMatchObject({ version: 'main', env: 'dev' });
});
