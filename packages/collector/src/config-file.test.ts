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
const otherHash = `sha256:${'0b'.repeat(32)}`;
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
    title: Orbit
    retention_months: 13
    keys:
      - ${hash}
      - { hash: ${otherHash}, kind: read, name: report }
    catalogs: [./orbit.catalog.json]
  nightly:
    undeclared: quarantine
limits:
  eventsPerRequest: 10
`,
  );
  expect(await readConfigFile(path)).toEqual({
    projects: [
      { id: 'default', title: 'Orbit', retentionMonths: 13 },
      { id: 'nightly', title: 'nightly', retentionMonths: null, undeclared: 'quarantine' },
    ],
    keys: [
      { hash, project: 'default', kind: 'write', name: null },
      { hash: otherHash, project: 'default', kind: 'read', name: 'report' },
    ],
    catalogs: [{ project: 'default', hash: expect.stringMatching(/^[0-9a-f]{16}$/), catalog }],
    limits: { ...defaultLimits, eventsPerRequest: 10 },
  });
});

test('JSON is YAML', async () => {
  const path = write(
    'sonde.json',
    JSON.stringify({ $schema: 'sonde-config.schema.json', projects: { a: { keys: [hash] } } }),
  );
  expect((await readConfigFile(path)).projects).toMatchObject([{ id: 'a' }]);
});

test('projects and their keys are optional', async () => {
  const limits = write('limits.yaml', 'limits: { eventBytes: 1000 }');
  expect(await readConfigFile(limits)).toMatchObject({ projects: [], keys: [] });
  const noKey = write('no-key.yaml', 'projects: { a: { keys: [] }, b: {}, c: { title: "3" } }');
  expect(await readConfigFile(noKey)).toMatchObject({ projects: [{}, {}, {}], keys: [] });
});

test('a file that cannot be read is named', async () => {
  await expect(readConfigFile(directory.path('none.yaml'))).rejects.toMatchObject({
    code: 'configuration_invalid',
    detail: expect.stringContaining('none.yaml: ENOENT'),
  });
});

test.each([
  ['not JSON', '{', /not JSON/],
  ['of an unknown format', JSON.stringify({ ...catalog, format: 2 }), /format/],
  [
    'with a hostile key',
    '{"format":1,"tool":"orbit","consent_version":1,"invocation_properties":{"__proto__":{"type":"boolean"}},"events":[],"flows":[]}',
    /invocation_properties/,
  ],
])('a catalog that is %s is refused', async (_, text, message) => {
  write('bad.catalog.json', text);
  const path = write('sonde.yaml', `projects: { a: { catalogs: [bad.catalog.json] } }`);
  await expect(readConfigFile(path)).rejects.toMatchObject({
    code: 'configuration_invalid',
    detail: expect.stringMatching(message),
  });
});

const openid = {
  issuer: 'https://id.example.org',
  client_id: 'sonde',
  allowed_domains: ['example.org'],
};
const writeOpenid = (more: object) => {
  const path = directory.path('openid.json');
  writeFileSync(path, JSON.stringify({ openid: { ...openid, ...more } }));
  return path;
};

test('openid is read with the secret from its file', async () => {
  writeFileSync(directory.path('openid-secret'), 'of this client\n');
  const { openid: read } = await readConfigFile(
    writeOpenid({ client_secret_file: 'openid-secret' }),
  );
  expect(read).toEqual({
    ...{ name: 'id.example.org', issuer: 'https://id.example.org', clientId: 'sonde' },
    ...{ clientSecret: 'of this client', allowedDomains: ['example.org'] },
  });
});

test.each([
  [{ issuer: 'http://id.example.org' }],
  [{ issuer: 'https://id.example.org/?a=b' }],
  [{ allowed_domains: [] }],
  [{ allowed_domains: ['Example.org'] }],
  [{ allowed_domains: ['@example.org'] }],
  [{ client_id: '' }],
  [{ client_secret: 'in the file' }],
  [{ client_secret_file: 'nowhere' }],
])('openid with %j is refused, without its secret', async (more) => {
  const failure = await readConfigFile(writeOpenid(more)).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'configuration_invalid' });
  expect(String(failure)).not.toContain('in the file');
});

test('events without a key go to the declared projects', async () => {
  const projects = 'projects:\n  live: {}\n  dev: {}\n';
  const keyless =
    'keyless:\n  project: live\n  header: X-Orbit-Env\n  projects: { dev: dev }\n  families: [segment]\n';
  const path = write('keyless.yaml', projects + keyless);
  expect((await readConfigFile(path)).keyless).toEqual({
    project: 'live',
    header: 'x-orbit-env',
    projects: new Map([['dev', 'dev']]),
    families: ['segment'],
  });
  for (const [text, at, message] of [
    ['keyless: { project: other }', '4:12', 'the project other is not in projects'],
    ['keyless: { project: live, projects: { dev: dev } }', '4:27', 'projects needs header'],
  ]) {
    const wrong = write('wrong.yaml', `${projects}${text}\n`);
    await expect(readConfigFile(wrong)).rejects.toMatchObject({
      code: 'configuration_invalid',
      detail: `${wrong}:${at}: ${message}`,
    });
  }
});
