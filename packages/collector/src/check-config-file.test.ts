import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { readConfigFile } from './config-file.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

const hash = `sha256:${'0a'.repeat(32)}`;

test.each<[string, { text: string; at: string; message: RegExp }]>([
  ['nothing', { text: '', at: '1:1', message: /the file must be a mapping/ }],
  ['a list', { text: '# ours\n- a\n', at: '2:1', message: /the file must be a mapping/ }],
  ['no YAML', { text: 'projects:\n  a: [\n', at: '3:1', message: /Flow sequence/ }],
  ['a tab', { text: 'projects:\n\ta: {}\n', at: '2:1', message: /Tabs are not allowed/ }],
  [
    'two documents',
    { text: 'projects:\n  a: {}\n---\nlimits: {}\n', at: '3:1', message: /multiple documents/ },
  ],
  [
    'a key that is a list',
    { text: 'projects:\n  ? [a]\n  : {}\n', at: '2:5', message: /keys must be strings/ },
  ],
  [
    'an alias',
    {
      text: 'projects:\n  a: &a {}\n  b: *a\n',
      at: '3:6',
      message: /aliases are not supported: write the value out/,
    },
  ],
  ['a tag', { text: 'projects:\n  a: !env A\n', at: '2:6', message: /Unresolved tag: !env/ }],
  [
    'an unknown key',
    {
      text: 'limits: {}\nproject: {}\n',
      at: '2:1',
      message:
        /project is unknown; the file may have projects, keyless, openid, forwarders, alerts, limits$/,
    },
  ],
  [
    'an unknown key of a project',
    {
      text: 'projects:\n  a:\n    title: A\n    key: []\n',
      at: '4:5',
      message:
        /projects\.a\.key is unknown; projects\.a may have title, keys, catalogs, retention_months/,
    },
  ],
  [
    'an unknown key of a key',
    {
      text: `projects:\n  a:\n    keys:\n      - kind: read\n        hash: ${hash}\n        role: x\n`,
      at: '6:9',
      message: /projects\.a\.keys\.0\.role is unknown; .* may have hash, kind, name/,
    },
  ],
  [
    'projects that are not a mapping',
    { text: 'limits: {}\nprojects:\n', at: '2:1', message: /projects must be a mapping/ },
  ],
  [
    'an empty list of projects',
    { text: 'projects: {}\n', at: '1:1', message: /projects must be a mapping of at least one/ },
  ],
  [
    'a project that is not a mapping',
    { text: 'projects:\n  a:\n', at: '2:3', message: /projects\.a must be a mapping/ },
  ],
  [
    'the same project twice',
    {
      text: 'projects:\n  a: {}\n  b: {}\n  a: {}\n',
      at: '4:3',
      message: /a occurs twice, first in line 2/,
    },
  ],
  [
    'the same project twice, once in quotes',
    {
      text: 'projects:\n  1: {}\n  "1": {}\n',
      at: '3:3',
      message: /1 occurs twice, first in line 2/,
    },
  ],
  [
    'the same key of a mapping twice',
    {
      text: 'projects:\n  a:\n    title: A\n    title: B\n',
      at: '4:5',
      message: /title occurs twice, first in line 3/,
    },
  ],
  [
    'a project with an invalid id',
    {
      text: 'projects:\n  a: {}\n  ../x: {}\n',
      at: '3:3',
      message: /projects\.\.\.\/x is not allowed: .* by id: 1 to 63/,
    },
  ],
  [
    'a project named like a property',
    { text: 'projects:\n  __proto__: {}\n', at: '2:3', message: /__proto__ is not allowed/ },
  ],
  [
    'a title of the wrong type',
    {
      text: 'projects:\n  a:\n    title: 3\n',
      at: '3:5',
      message: /projects\.a\.title must be a text of 1 to 128 characters/,
    },
  ],
  [
    'a title of 129 characters',
    { text: `projects:\n  a:\n    title: ${'x'.repeat(129)}\n`, at: '3:5', message: /1 to 128/ },
  ],
  ...(['0', '-1', '1.5', '1000000000', 'ever'].map((months) => [
    `a retention of ${months} months`,
    {
      text: `projects:\n  a:\n    retention_months: ${months}\n`,
      at: '3:5',
      message: /retention_months must be a whole number of months from 1 to 1200, or null/,
    },
  ]) as [string, { text: string; at: string; message: RegExp }][]),
  [
    'keys that are not a list',
    {
      text: `projects:\n  a:\n    keys: ${hash}\n`,
      at: '3:5',
      message: /projects\.a\.keys must be a list of hashes of keys/,
    },
  ],
  [
    'a key that is not a hash',
    {
      text: `projects:\n  a:\n    keys:\n      - ${hash}\n      - sonde_wk_secret\n`,
      at: '5:9',
      message:
        /projects\.a\.keys\.1 must be the hash of a write key from sonde-collector key create/,
    },
  ],
  [
    'a key that is a name',
    {
      text: 'projects:\n  a:\n    keys:\n      - sonde_wk_secret: 1\n',
      at: '4:9',
      message: /a key is unknown/,
    },
  ],
  [
    'a key outside any mapping',
    { text: 'projects:\n  a: {}\nsonde_wk_secret', at: '3:1', message: /./ },
  ],
  [
    'an upper-case hash in a mapping',
    {
      text: `projects:\n  a:\n    keys:\n      - kind: read\n        hash: ${hash.toUpperCase()}\n`,
      at: '5:9',
      message: /projects\.a\.keys\.0\.hash must be the hash of a key/,
    },
  ],
  [
    'a key without its kind',
    {
      text: `projects:\n  a:\n    keys:\n      - hash: ${hash}\n`,
      at: '4:9',
      message: /projects\.a\.keys\.0 needs kind/,
    },
  ],
  [
    'a key of an unknown kind',
    {
      text: `projects:\n  a:\n    keys:\n      - { hash: '${hash}', kind: admin }\n`,
      at: '4:92',
      message: /projects\.a\.keys\.0\.kind must be write or read/,
    },
  ],
  [
    'a key twice',
    {
      text: `projects:\n  a:\n    keys: [${hash}]\n  b:\n    keys:\n      - hash: ${hash}\n        kind: read\n`,
      at: '6:9',
      message: /the same key twice, first in line 3/,
    },
  ],
  [
    'an invalid limit',
    {
      text: 'limits:\n  bodyBytes: -1\n',
      at: '2:3',
      message: /limits\.bodyBytes must be a whole number from 1 to 64000000/,
    },
  ],
  [
    'a limit that is too high',
    { text: 'limits:\n  decompressedBytes: 1e300\n', at: '2:3', message: /from 1 to 64000000/ },
  ],
  [
    'an unknown limit',
    { text: 'limits:\n  speed: 1\n', at: '2:3', message: /limits\.speed is unknown; .*bodyBytes/ },
  ],
  [
    'two faults: the first is reported',
    {
      text: 'limits:\n  bodyBytes: x\nprojects:\n  a: 1\n',
      at: '2:3',
      message: /limits\.bodyBytes/,
    },
  ],
  [
    'a missing catalog',
    {
      text: 'projects:\n  a:\n    catalogs:\n      - none.json\n',
      at: '4:9',
      message: /the catalog none\.json: ENOENT/,
    },
  ],
  [
    'a catalog that is a directory',
    {
      text: 'projects:\n  a:\n    catalogs: [.]\n',
      at: '3:16',
      message: /the catalog \.: EISDIR/,
    },
  ],
])('%s: the error names the place', async (_, { text, at, message }) => {
  const path = directory.path('sonde.yaml');
  writeFileSync(path, text);
  const error = await readConfigFile(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    code: 'configuration_invalid',
    detail: expect.stringMatching(message),
  });
  expect(String(error)).toContain(`(${path}:${at}: `);
  expect(String(error)).not.toContain('secret');
});
