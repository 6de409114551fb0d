import { expect, test } from 'vitest';
import { readRelease } from './release.js';

test('from source the version is main', () => {
  expect(readRelease(undefined)).toMatchObject({ version: 'main', env: 'dev', isGiven: false });
});

test('a given version counts as a release; invalid ones are ignored', () => {
  expect(readRelease('1.3.0')).toMatchObject({ version: '1.3.0', env: 'prod', isGiven: true });
  expect(readRelease('2.0.0-beta.1').version).toBe('2.0.0-beta.1');
  expect(readRelease('latest')).toMatchObject({ version: 'main', env: 'dev' });
});
