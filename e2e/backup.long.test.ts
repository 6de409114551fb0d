import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';

const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-e2e-backup-'));
const path = (name: string) => join(root, name);
const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' };

const key = 'sonde_wk_backup';
const declared = { keys: [`sha256:${createHash('sha256').update(key).digest('hex')}`] };

let first: CollectorProcess;
let second: CollectorProcess;

/** Three months of data of an earlier version, in the projects `default` and `other`. */
beforeAll(async () => {
  mkdirSync(path('first'), { mode: 0o700 });
  const store = file('packages/store/src/fixtures/migration-9/store.tar.gz');
  execFileSync('tar', ['-xzf', store, '-C', path('first')]);
  const config = path('sonde.json');
  writeFileSync(config, JSON.stringify({ projects: { default: declared, other: {} } }));
  const args = ['--config', config];
  first = await createCollectorProcess({ dataDirectory: path('first'), args });
  second = await createCollectorProcess({ dataDirectory: path('second'), args });
  await first.start();
});

afterAll(async () => {
  await first?.stop();
  await second?.stop();
  rmSync(root, { recursive: true, force: true });
});

function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const bin = file('packages/collector/bin/sonde-collector.js');
    execFile(process.execPath, [bin, ...args], { env: { HOME: root } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Sends events until it is stopped; returns how many were acknowledged. */
function keepSending(): () => Promise<number> {
  let isOver = false;
  let acknowledged = 0;
  const sending = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const events = Array.from({ length: 20 }, (_, index) => ({
        event: 'Command Invoked',
        insert_id: `${number}-${index}`,
        invocation_id: `sent-${number}`,
        sequence: index + 1,
        anonymous_id: `anonymous-${number % 7}`,
        timestamp: '2026-05-04T00:00:00.000Z',
        properties: { command: 'lantern send', version: '2.0.0' },
      }));
      const response = await fetch(`${first.url}/ingest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': key },
        body: JSON.stringify({ events }),
      });
      if (response.status === 202) acknowledged += events.length;
    }
  })();
  return async () => {
    isOver = true;
    await sending;
    return acknowledged;
  };
}

interface Route {
  path: string;
  parameters: { name: string; in: string }[];
}

/** Every query that the API documents, so that new routes are included. */
async function listRoutes(url: string): Promise<Route[]> {
  const document = await (await fetch(`${url}/api/v1/openapi.json`)).json();
  const paths = document.paths as Record<string, { get?: { parameters?: Route['parameters'] } }>;
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : [{ path, parameters: get.parameters ?? [] }],
  );
}

/** Reports of a collector about itself and its disk differ, and so do addresses; a stream has no end. */
const own = [
  ...['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json', '/api/v1/storage'],
  ...['/api/v1/intake', '/api/v1/live', '/api/v1/releases/feed'],
];

async function readList(url: string, query: string, key: string, name: string) {
  const response = await (await fetch(`${url}/api/v1/${query}`)).json();
  return (response[key] as Record<string, string>[]).map((item) => item[name] ?? '');
}

/** The URLs of every query about a project, its filters and its items. */
async function listQueries(url: string, project: string): Promise<string[]> {
  const scope = new URLSearchParams({ project, ...range }).toString();
  const values: Record<string, string[]> = {
    project: [project],
    flow: await readList(url, `flows?${scope}`, 'flows', 'flow'),
    invocation_id: await readList(
      url,
      `invocations?${scope}&limit=20`,
      'invocations',
      'invocation_id',
    ),
    name: await readList(url, `commands?${scope}`, 'commands', 'command'),
    event: await readList(url, `events?${scope}`, 'events', 'event'),
    // None is declared, since what a forwarder reports depends on its destination.
    forwarder: [],
    id: await readList(url, `quarantine/events?${scope}&limit=20`, 'events', 'id'),
  };
  const queries: string[] = [];
  for (const { path, parameters } of await listRoutes(url)) {
    if (own.includes(path)) continue;
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    let filled = [path];
    for (const name of names) {
      const given = values[name];
      if (given === undefined)
        throw new Error(`this test must say which ${name} to query ${path} for`);
      filled = filled.flatMap((url) =>
        given.map((value) => url.replace(`{${name}}`, encodeURIComponent(value))),
      );
    }
    const query = new URLSearchParams(
      Object.entries({ project, ...range }).filter(([key]) =>
        parameters.some((parameter) => parameter.in === 'query' && parameter.name === key),
      ),
    ).toString();
    queries.push(...filled.map((url) => `${url}?${query}`));
  }
  return queries;
}

async function fetchQuery(url: string, query: string): Promise<{ status: number; body: string }> {
  const response = await fetch(url + query);
  let body = await response.text();
  if (query.startsWith('/api/v1/audit') && response.ok) {
    // Each collector has logged the exports of the previous queries.
    const { entries } = JSON.parse(body) as { entries: { action: string }[] };
    body = JSON.stringify(entries.filter(({ action }) => action !== 'events.export'));
  }
  // Errors have their own request id, and the last use of a key is written once a minute.
  const same = body
    .replace(/"request_id":"[^"]*"/, '')
    .replace(/"last_used_at":"[^"]*"/g, '"last_used_at":null');
  return { status: response.status, body: same };
}

test('a restored backup returns the same for every query as the first collector', async () => {
  const stopSending = keepSending();
  const whole = await command('backup', path('whole'), '--data-dir', path('first'));
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  expect(whole.stdout).toContain('needs    no other backup');
  expect(await stopSending()).toBeGreaterThan(0);
  const more = await command(
    ...['backup', path('more'), '--base', path('whole'), '--data-dir', path('first')],
  );
  expect(more).toMatchObject({ code: 0, stderr: '' });
  expect(more.stdout).toContain(`needs    ${path('whole')}`);

  const restored = await command('restore', path('more'), '--data-dir', path('second'));
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  await second.start();
  let compared = 0;
  for (const project of ['default', 'other']) {
    for (const query of await listQueries(first.url, project)) {
      const [theirs, ours] = await Promise.all([
        fetchQuery(first.url, query),
        fetchQuery(second.url, query),
      ]);
      expect([query, ours]).toEqual([query, theirs]);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(20);
});

test('errors have codes, and nothing is changed', async () => {
  const codeOf = async (...args: string[]) => {
    const { code, stdout, stderr } = await command(...args);
    return [code, stdout, /^sonde-collector: (\w+):/.exec(stderr)?.[1]];
  };
  const refused = (code: string) => [1, '', code];
  const data = ['--data-dir', path('first')];
  expect(await codeOf('backup', path('whole'), ...data)).toEqual(
    refused('backup_directory_not_empty'),
  );
  expect(await codeOf('backup', path('x'), '--base', path('y'), ...data)).toEqual(
    refused('backup_base_unusable'),
  );
  expect(await codeOf('restore', path('whole'), ...data)).toEqual(refused('restore_over_data'));
  expect(await codeOf('restore', path('first'), '--data-dir', path('x'))).toEqual(
    refused('backup_incomplete'),
  );
  const manifest = join(path('whole'), 'sonde-backup.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace(/"migration": \d+/, '"migration": 9999'));
  expect(await codeOf('restore', path('whole'), '--data-dir', path('x'))).toEqual(
    refused('backup_newer_than_program'),
  );
  writeFileSync(manifest, text);
  expect(existsSync(path('x'))).toBe(false);
  expect((await codeOf('backup')).at(0)).toBe(2);
});
