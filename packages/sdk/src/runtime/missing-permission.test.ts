import { expect, test } from 'vitest';
import { findMissingPermission } from './missing-permission.js';

const deno = (granted: string[]) => ({
  permissions: {
    querySync: ({ name }: { name: string }) => ({
      state: granted.includes(name) ? 'granted' : 'prompt',
    }),
  },
});

test('Deno must grant all permissions for recording and sending', () => {
  const all = ['env', 'read', 'write', 'run', 'net'];
  expect(findMissingPermission(deno(all))).toBeUndefined();
  for (const missing of all) {
    const granted = deno(all.filter((name) => name !== missing));
    expect(findMissingPermission(granted)).toBe(`Deno without --allow-${missing}`);
  }
});

test.each<[granted: string[], flags: string[], missing: string | undefined]>([
  [['child', 'net'], ['--allow-net'], undefined],
  [['child'], [], undefined],
  [['child'], ['--allow-net'], 'Node.js without --allow-net'],
  [['net'], ['--allow-net'], 'Node.js without --allow-child-process'],
  [[], [], 'Node.js without --allow-child-process'],
])('Node.js with the permissions %j, of %j: %s', (granted, flags, missing) => {
  const permission = { has: (scope: string) => granted.includes(scope) };
  const node = { permission, allowedNodeEnvironmentFlags: new Set(flags) };
  expect(findMissingPermission(undefined, node)).toBe(missing);
});

test('no permission is missing in a runtime without restrictions', () => {
  expect(findMissingPermission(undefined)).toBeUndefined();
});
