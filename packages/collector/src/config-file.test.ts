import { writeFileSync } from 'node:fs';
import { defaultLimits } from '@sonde/protocol';
import { afterAll, expect, test } from 'vitest';
import { readConfigFile } from './config-file.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

function write(name: string, text: string): string {
  writeFileSync(directory.path(name), text);
  return directory.path(name);
}

const hash = `sha256:${'0a'.repeat(32)}`;
const catalog = {
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: [],
  flows: [],
};

test('projects, keys, catalogs and limits are read; a catalog beside the file', async () => {
  write('orbit.catalog.json', JSON.stringify(catalog));
  const path = write(
    'sonde.yaml',
    `# ours
projects:
  default:
    keys: [${hash}]
    catalogs: [./orbit.catalog.json]
limits:
  eventsPerRequest: 10
`,
  );
  expect(await readConfigFile(path)).toEqual({
    projects: ['default'],
    keys: [{ hash, project: 'default' }],
    catalogs: [{ project: 'default', hash: expect.stringMatching(/^[0-9a-f]{16}$/), catalog }],
    limits: { ...defaultLimits, eventsPerRequest: 10 },
  });
});

test('JSON is YAML', async () => {
  const path = write('sonde.json', JSON.stringify({ projects: { a: { keys: [hash] } } }));
  expect((await readConfigFile(path)).projects).toEqual(['a']);
});

test.each([
  ['nothing', '', /the file/],
  ['no YAML', 'projects: [', /sonde\.yaml/],
  ['no projects', 'limits: {}', /projects/],
  ['an unknown word', `project: {}`, /project/],
  ['a project without keys', 'projects: { default: {} }', /projects\.default .*keys/],
  ['a key that is no hash', 'projects: { default: { keys: [sonde_wk_secret] } }', /keys\.0/],
  [
    'a key twice',
    `projects: { a: { keys: ['${hash}'] }, b: { keys: ['${hash}'] } }`,
    /same key twice/,
  ],
  ['a project of a strange name', `projects: { ../x: { keys: ['${hash}'] } }`, /projects/],
  [
    'a limit that is none',
    `projects: { a: { keys: ['${hash}'] } }\nlimits: { bodyBytes: -1 }`,
    /limits\.bodyBytes/,
  ],
  [
    'a limit that limits nothing',
    `projects: { a: { keys: ['${hash}'] } }\nlimits: { decompressedBytes: 1e300 }`,
    /limits\.decompressedBytes .*64000000/,
  ],
  [
    'a limit that is unknown',
    `projects: { a: { keys: ['${hash}'] } }\nlimits: { speed: 1 }`,
    /speed|limits/,
  ],
  [
    'a missing catalog',
    `projects: { a: { keys: ['${hash}'], catalogs: [none.json] } }`,
    /none\.json/,
  ],
])('%s: the error says where', async (_, text, message) => {
  const path = write('sonde.yaml', text);
  const error = await readConfigFile(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'setting_invalid', detail: expect.stringMatching(message) });
  expect(String(error)).not.toContain('secret');
});

test.each([
  ['not JSON', '{', /not JSON/],
  ['of another format', JSON.stringify({ ...catalog, format: 2 }), /format/],
  [
    'with a hostile key',
    '{"format":1,"tool":"orbit","consent_version":1,"invocation_properties":{"__proto__":{"type":"boolean"}},"events":[],"flows":[]}',
    /invocation_properties/,
  ],
])('a catalog that is %s is refused', async (_, text, message) => {
  write('bad.catalog.json', text);
  const path = write(
    'sonde.yaml',
    `projects: { a: { keys: ['${hash}'], catalogs: [bad.catalog.json] } }`,
  );
  await expect(readConfigFile(path)).rejects.toMatchObject({
    code: 'setting_invalid',
    detail: expect.stringMatching(message),
  });
});
