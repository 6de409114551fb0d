import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-quarantine-'));
let collector: CollectorProcess;

const catalogOf = (...events: string[]) => ({
  ...{ format: 1, tool: 'lantern', consent_version: 1, invocation_properties: {}, flows: [] },
  events: events.map((name) => ({ name, properties: {} })),
});

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
  await fetch(`${collector.url}/api/v1/projects/default`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ undeclared: 'quarantine' }),
  });
});
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

function sonde(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [bin, ...argv], {
    env: { PATH: process.env.PATH, SONDE_COLLECTOR: collector.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

function write(name: string, catalog: object): string {
  const path = join(root, name);
  writeFileSync(path, JSON.stringify(catalog));
  return path;
}

test('a catalog is pushed, and quarantined events are listed, shown, replayed and dropped', async () => {
  const first = write('first.json', catalogOf('Known'));
  expect(await sonde('catalog', 'push', first)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^new: the catalog of lantern, [0-9a-f]{16}, in default\n$/),
  });
  expect((await sonde('catalog', 'push', first)).out).toMatch(/^unchanged: /);
  const unknown = await sonde('catalog', 'push', first, '--project', 'none');
  expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('project_not_found') });

  const response = await fetch(`${collector.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [
        { event: 'Late', insert_id: 'late' },
        { event: 'Odd \u001b[31m', insert_id: 'odd' },
      ],
      meta: { tool: 'lantern' },
    }),
  });
  expect(await response.json()).toMatchObject({ accepted: 0 });
  const list = await sonde('quarantine', 'list', '--code', 'event_undeclared');
  expect(list.out.trimEnd().split('\n')).toHaveLength(2);
  expect(list.out).not.toContain('\u001b');
  const [id = ''] =
    list.out
      .split('\n')
      .find((line) => line.includes('Late'))
      ?.split(' ') ?? [];
  expect(JSON.parse((await sonde('quarantine', 'show', id)).out)).toMatchObject({
    ...{ id, code: 'event_undeclared', body: { event: 'Late', insert_id: 'late' } },
  });

  expect((await sonde('quarantine', 'replay')).out).toBe(
    '0 stored, 0 had been stored before, 2 stay quarantined.\n',
  );
  await sonde('catalog', 'push', write('second.json', catalogOf('Known', 'Late')));
  expect((await sonde('quarantine', 'replay', '--event', 'Late')).out).toMatch(/^1 stored, /);
  expect((await sonde('export')).out).toContain('"insert_id":"late"');

  const nothing = await sonde('quarantine', 'drop');
  expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('--all') });
  expect((await sonde('quarantine', 'drop', '--all')).out).toBe('1 dropped.\n');
  expect(await sonde('quarantine', 'list')).toMatchObject({ out: '', code: 0 });
});
