import { expect, it } from 'vitest';
import { compareVersionsDescending, isRelease } from './version-order.js';

it('puts the newest version first', () => {
  const ordered = [
    '2.0.0',
    '1.10.0',
    '1.10.0-rc.10',
    '1.10.0-rc.2',
    '1.10.0-rc',
    '1.10.0-beta',
    '1.9.3',
    'edge',
    'main',
  ];
  expect([...ordered].reverse().sort(compareVersionsDescending)).toEqual(ordered);
});

it('distinguishes releases from everything else', () => {
  expect(['1.2.3', 'v1.2.3', '1.2.3+build', '1.2.3-rc.1', '1.2', 'main'].map(isRelease)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
