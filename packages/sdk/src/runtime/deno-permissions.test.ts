import { expect, test } from 'vitest';
import { findMissingPermission } from './deno-permissions.js';

const deno = (granted: string[]) => ({
  permissions: {
    querySync: ({ name }: { name: string }) => ({
      state: granted.includes(name) ? 'granted' : 'prompt',
    }),
  },
});

test('all that recording and sending take must be granted', () => {
  const all = ['env', 'read', 'write', 'run', 'net'];
  expect(findMissingPermission(deno(all))).toBeUndefined();
  for (const missing of all) {
    const granted = deno(all.filter((name) => name !== missing));
    expect(findMissingPermission(granted)).toBe(missing);
  }
});

test('nothing is missing in a runtime without permissions', () => {
  expect(findMissingPermission(undefined)).toBeUndefined();
});
