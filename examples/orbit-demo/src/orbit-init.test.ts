import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { type IngestReceiver, startIngestReceiver } from './ingest-receiver.js';
import { createUser, type OrbitUser } from './orbit-user.js';
import { type RunOptions, runOrbit } from './run-orbit.js';

let service: OrbitCloud;
let receiver: IngestReceiver;
let root: string;
let user: OrbitUser;
let marker: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-init-'));
  service = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  receiver = await startIngestReceiver();
});
afterAll(async () => {
  await receiver.close();
  await service.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
beforeEach(async () => {
  const { token } = await createCloudAdmin(service).createUser({ name: 'Ada', billing: false });
  user = createUser({
    root: mkdtempSync(join(root, 'user-')),
    // Nothing listens there: events can only arrive through the marker's endpoint.
    endpoint: 'http://127.0.0.1:9',
    cloudUrl: service.url,
    token,
  });
  marker = join(user.projectDirectory, '.orbit.yaml');
});
afterEach(() => receiver.clear());

const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);

test('a dry run prints what it would write, and writes nothing', async () => {
  const args = ['init', '--telemetry-disabled', 'yes', '--dry-run'];
  const run = await orbit([...args, '--no-telemetry']);
  expect(run.stdout).toContain('projectId: a new random one\n  telemetryDisabled: true');
  expect(existsSync(marker)).toBe(false);
});

test('endpoint and copies are added to existing fields, and apply to the project', async () => {
  writeFileSync(
    marker,
    '# ours\nteam: birds # unknown to orbit\ntelemetryKeepFlushed: false # no\n',
  );
  const args = ['--telemetry-endpoint', receiver.url, '--telemetry-keep-flushed', 'yes'];
  const run = await orbit(['init', ...args, '-o', 'json', '--no-telemetry']);
  expect(run.exitCode).toBe(0);
  const { project_id } = JSON.parse(run.stdout);
  expect(JSON.parse(run.stdout)).toMatchObject({
    created: true,
    telemetry_endpoint: `${receiver.url}/`,
    telemetry_keep_flushed: true,
  });
  expect(readFileSync(marker, 'utf8')).toBe(
    [
      '# ours',
      'team: birds # unknown to orbit',
      'telemetryKeepFlushed: true # no',
      `telemetryEndpoint: ${receiver.url}/`,
      `projectId: ${project_id}`,
      '',
    ].join('\n'),
  );
  user.env = { ...user.env, ORBIT_TELEMETRY_ENDPOINT: '' };
  await orbit(['application', 'list']);
  await drain(user);
  const events = receiver.invocations().at(-1) ?? [];
  expect(events.map((event) => event.project_id)).toEqual([project_id, project_id]);
  expect(readdirSync(user.spoolDirectory).join('\n')).toContain('.flushed.jsonl');
});

test('a project can turn telemetry off', async () => {
  const off = await orbit(['init', '--telemetry-disabled', 'yes', '--no-telemetry']);
  expect(off.stdout).toBe('Wrote .orbit.yaml. Commit it.\nSet in it: telemetryDisabled.\n');
  expect((await orbit(['application', 'list'])).exitCode).toBe(0);
  expect(existsSync(user.spoolDirectory)).toBe(false);
  const status = await orbit(['telemetry', 'status', '--json']);
  expect(JSON.parse(status.stdout)).toMatchObject({ mode: 'off' });
  await orbit(['init', '--telemetry-disabled', 'no', '--no-telemetry']);
  expect(readFileSync(marker, 'utf8')).toContain('telemetryDisabled: false');
});

test('commands in a project use its application', async () => {
  for (const name of ['sparrow', 'wren']) {
    const create = ['application', 'create', '--name', name, '--accept-terms'];
    await orbit([...create, '--no-telemetry']);
  }
  const upgrade = ['application', 'upgrade', '--dry-run', '--plan', 'free', '--no-telemetry'];
  expect((await orbit(upgrade)).stderr).toContain('sparrow is on');
  expect((await orbit(['init', '--app', 'wren', '--no-telemetry'])).exitCode).toBe(0);
  expect((await orbit(upgrade)).stderr).toContain('wren is on');
  writeFileSync(marker, 'applicationId: app_gone\n');
  expect((await orbit(upgrade)).stderr).toContain('is not one of yours');
});

test.each([
  [['--telemetry-endpoint', 'ftp://x.example'], '', 'not an address'],
  [['--telemetry-endpoint', 'https://a:b@x.example'], '', 'no place for a password'],
  [['--telemetry-disabled', 'yes'], '{ a: 1 }\n', 'lines of key: value'],
])('%j is refused, and a marker with %j is not changed', async (args, text, said) => {
  writeFileSync(marker, text);
  const run = await orbit(['init', ...args, '--no-telemetry']);
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toContain(said);
  expect(readFileSync(marker, 'utf8')).toBe(text);
});
