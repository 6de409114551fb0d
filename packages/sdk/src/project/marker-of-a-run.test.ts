// Real processes of a tool inside a project with an unusual marker.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));
const name = '.fix-ture.yaml';

let home: TestHome;
let project: string;

beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9');
  project = join(home.path, 'project');
  mkdirSync(project);
});
afterEach(() => home.remove());

const path = () => join(project, name);
const run = (argv: readonly string[] = []) =>
  runNode([tool, ...argv], home.environment, { cwd: project });

test('a line of spaces does not delay a run', async () => {
  writeFileSync(path(), `projectId: a${' '.repeat(60_000)}b\n`);
  expect(await run()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
  expect(await run(['telemetry', 'status'])).toMatchObject({ code: 0 });
});

test.each([
  ['is larger than 64 kB', `# ${'x'.repeat(65_536)}\n`],
  ['is not text in UTF-8', Buffer.from('\uFEFFtelemetryDisabled: true\n', 'utf16le')],
])('telemetry is off where the marker %s', async (problem, text) => {
  writeFileSync(path(), text);
  await run();
  expect(home.files()).toEqual([]);
  const { stdout } = await run(['telemetry', 'status']);
  expect(stdout).toContain('Telemetry is off.');
  expect(stdout).toContain(`the project's marker ${path()} ${problem}, which turns telemetry off`);
  expect(readFileSync(path())).toEqual(Buffer.from(text));
});

test('a run adds an id to a marker without one, and creates no other file', async () => {
  writeFileSync(path(), '# ours\nname: shop\n');
  await run();
  expect(readFileSync(path(), 'utf8')).toMatch(/^# ours\nname: shop\nprojectId: [0-9a-f-]{36}\n$/);
  expect(readdirSync(project)).toEqual([name]);
});

test('a run does not change a marker that it may not write to', async () => {
  writeFileSync(path(), 'name: shop\n', { mode: 0o444 });
  chmodSync(path(), 0o444);
  await run();
  expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
  expect(readFileSync(path(), 'utf8')).toBe('name: shop\n');
  expect(readdirSync(project)).toEqual([name]);
});

/** In such a directory, another user can add files but not replace them. */
test.skipIf(process.getuid?.() !== 0)(
  'a run of another user creates no file in a shared directory',
  async () => {
    const nobody = 65_534;
    chmodSync(home.path, 0o777);
    chmodSync(project, 0o1777);
    writeFileSync(path(), 'name: shop\n');
    chownSync(path(), 0, 0);
    const end = await runNode([tool], home.environment, { cwd: project, uid: nobody });
    expect(end).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
    expect(readFileSync(path(), 'utf8')).toBe('name: shop\n');
    expect(readdirSync(project)).toEqual([name]);
  },
);

describe('an endpoint in the marker', () => {
  let own: TestServer;
  let other: TestServer;

  beforeEach(async () => {
    [own, other] = await Promise.all([startTestServer(), startTestServer()]);
    Object.assign(home.environment, {
      OPTIONS: JSON.stringify({ endpoint: own.url, key: 'key-of-the-tool' }),
      FIX_TURE_TELEMETRY_ENDPOINT: '',
      FIX_TURE_TELEMETRY_KEY: '',
    });
    writeFileSync(path(), `telemetryEndpoint: ${other.url}\n`);
  });
  afterEach(() => Promise.all([own.close(), other.close()]));

  const keysAt = (server: TestServer) => server.requests.map(({ headers }) => headers['x-api-key']);
  const status = async () => JSON.parse((await run(['telemetry', 'status', '--json'])).stdout);

  test("receives the project's events, and no key", async () => {
    await run();
    await drain(home);
    expect(keysAt(other)).toEqual([undefined]);
    home.environment.FIX_TURE_TELEMETRY_KEY = 'key-of-the-user';
    await run();
    await run(['telemetry', 'doctor']);
    await drain(home);
    expect(keysAt(other)).toEqual([undefined, undefined, undefined]);
    expect(own.requests).toEqual([]);
    rmSync(path());
    await run();
    await drain(home);
    expect(keysAt(own)).toEqual(['key-of-the-user']);
    expect(await status()).toMatchObject({ ignored_endpoint: null });
  });

  test("on the tool's origin receives its key; one from a variable receives the variable's key", async () => {
    writeFileSync(path(), `telemetryEndpoint: ${own.url}/ingest\n`);
    await run();
    await drain(home);
    expect(keysAt(own)).toEqual(['key-of-the-tool']);
    home.environment.FIX_TURE_TELEMETRY_ENDPOINT = other.url;
    await run();
    home.environment.FIX_TURE_TELEMETRY_KEY = 'key-of-the-user';
    await run();
    await drain(home);
    expect(keysAt(other)).toEqual([undefined, 'key-of-the-user']);
  });

  test.skipIf(process.getuid === undefined)(
    'is ignored in a shared directory, and the tool reports that',
    async () => {
      chmodSync(project, 0o1777);
      const debug = { ...home.environment, FIX_TURE_TELEMETRY_DEBUG: '1' };
      const { stderr } = await runNode([tool], debug, { cwd: project });
      const reason = `others can write to ${project}`;
      expect(stderr).toContain(`${path()} is ignored: ${reason}`);
      await drain(home);
      expect(keysAt(own)).toEqual(['key-of-the-tool']);
      expect(other.requests).toEqual([]);
      expect(await status()).toMatchObject({
        endpoint: `${own.url}/ingest`,
        ignored_endpoint: { endpoint: other.url, reason },
      });
      const asked = await run(['telemetry', 'status']);
      expect(asked.stdout).toContain(`telemetryEndpoint ${other.url} in ${path()} is ignored`);
      const doctor = await run(['telemetry', 'doctor']);
      expect(doctor.code).toBe(1);
      expect(doctor.stdout).toMatch(/FAIL marker +telemetryEndpoint/);
      expect(doctor.stdout).toContain(reason);
      expect(other.requests).toEqual([]);
    },
  );

  test.runIf(process.getuid?.() === 0)(
    'of another user receives nothing, and its opt-out applies',
    async () => {
      const nobody = 65_534;
      chownSync(path(), nobody, nobody);
      await run();
      await drain(home);
      expect(keysAt(own)).toEqual(['key-of-the-tool']);
      expect(other.requests).toEqual([]);
      expect((await status()).ignored_endpoint.reason).toContain('belongs to another user');
      writeFileSync(path(), `telemetryEndpoint: ${other.url}\ntelemetryDisabled: true\n`);
      expect(await status()).toMatchObject({ mode: 'off', decided_by: 'telemetryDisabled' });
    },
  );
});
