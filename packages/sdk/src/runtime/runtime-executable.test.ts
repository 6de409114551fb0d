import { expect, test } from 'vitest';
import {
  identifyExecutable,
  type RuntimeExecutable,
  type RuntimeSigns,
} from './runtime-executable.js';

const node = { node: '22.0.0' };
const none = { Bun: undefined, Deno: undefined, isSea: () => false };
const bun = { ...none, versions: { ...node, bun: '1.4.5' } };
const deno = { ...none, versions: { ...node, deno: '2.9.6' } };

test.each<[RuntimeExecutable, RuntimeSigns]>([
  ['node', { ...none, execPath: '/usr/bin/node', versions: node }],
  ['node', { ...none, execPath: '/usr/bin/nodejs', versions: node }],
  ['node', { ...none, execPath: '/usr/bin/node-22', versions: node }],
  ['node', { ...none, execPath: '/opt/node.exe', versions: node }],
  ['unknown', { ...none, execPath: '/usr/bin/editor', versions: node }],
  ['unknown', { ...none, execPath: '/usr/bin/node', versions: { ...node, electron: '40.0.0' } }],
  ['compiled', { ...none, execPath: '/usr/bin/lantern', versions: node, isSea: () => true }],
  ['compiled', { ...none, execPath: '/usr/bin/node', versions: node, isSea: () => true }],
  [
    'bun',
    { ...bun, execPath: '/usr/bin/bun', Bun: { isStandaloneExecutable: false, main: '/a.js' } },
  ],
  ['compiled', { ...bun, execPath: '/usr/bin/lantern', Bun: { isStandaloneExecutable: true } }],
  ['compiled', { ...bun, execPath: '/usr/bin/lantern', Bun: { main: '/$bunfs/root/lantern' } }],
  ['compiled', { ...bun, execPath: 'C:/lantern.exe', Bun: { main: 'B:\\~BUN\\root\\lantern' } }],
  ['deno', { ...deno, execPath: '/usr/bin/deno', Deno: { build: { standalone: false } } }],
  ['compiled', { ...deno, execPath: '/usr/bin/lantern', Deno: { build: { standalone: true } } }],
])('%s: %o', (expected, signs) => {
  expect(identifyExecutable(signs)).toBe(expected);
});

test('this process is Node.js', () => {
  expect(identifyExecutable()).toBe('node');
});
