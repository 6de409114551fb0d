import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clients } from './clients/clients.js';
import { runClient } from './clients/run-client.js';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-quarantine-'));
let collector: CollectorProcess;

const catalogWith = (events: readonly object[]) => ({
  ...{ format: 1, tool: 'lantern', consent_version: 1, invocation_properties: {}, flows: [] },
  events,
});
const catalogOf = (...events: string[]) =>
  catalogWith(events.map((name) => ({ name, properties: {} })));

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

  expect(await sonde('quarantine', 'replay')).toMatchObject({
    code: 1,
    out: '0 stored, 0 had been stored before, 2 stay quarantined.\n  2  event_undeclared  event\n',
  });
  await sonde('catalog', 'push', write('second.json', catalogOf('Known', 'Late')));
  expect((await sonde('quarantine', 'replay', '--event', 'Late')).out).toMatch(/^1 stored, /);
  expect((await sonde('export')).out).toContain('"insert_id":"late"');

  const nothing = await sonde('quarantine', 'drop');
  expect(nothing).toMatchObject({ code: 2, err: expect.stringContaining('--all') });
  expect((await sonde('quarantine', 'drop', '--all')).out).toBe('1 dropped.\n');
  expect(await sonde('quarantine', 'list')).toMatchObject({ out: '', code: 0 });
});

test('an id that no quarantined event has, or text that is no id, is a plain error', async () => {
  const unknown = '0'.repeat(32);
  for (const act of ['show', 'replay', 'drop']) {
    expect(await sonde('quarantine', act, unknown)).toEqual({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(
        `^sonde: quarantined_event_not_found: No quarantined event .* has this id\\. \\(${unknown}\\)\\n.*list them again\\.\n$`,
      ),
    });
    expect(await sonde('quarantine', act, 'late')).toEqual({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(
        /^sonde: quarantined_event_id_invalid: This is not the id .*\. \(late\)\n.*32 characters.*\n$/,
      ),
    });
  }
});

test('what a client of Segment sent before the catalog had it is replayed once the catalog is repaired', async () => {
  const segment = clients.find(({ name }) => name === 'segment-3');
  if (segment === undefined) throw new Error('no client of Segment is installed');
  const send = (prefix: string) =>
    runClient(segment, {
      ...{ endpoint: collector.url, key: 'any', prefix, count: 2, limitMs: 60_000 },
    });
  const list = async () => {
    const { out } = await sonde('quarantine', 'list', '--output', 'json');
    return JSON.parse(out) as { id: string; insert_id: string; event: string; field: string }[];
  };
  const stored = async () => {
    const { out } = await sonde('export');
    return out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { event: string; insert_id: string })
      .filter(({ event }) => event === 'Counted')
      .map(({ insert_id }) => insert_id);
  };
  const push = async (...events: object[]) => {
    const known = { name: 'Known', properties: {} };
    const path = write('repaired.json', catalogWith([known, ...events]));
    expect(await sonde('catalog', 'push', path)).toMatchObject({ code: 0 });
  };
  const replay = () => sonde('quarantine', 'replay', '--event', 'Counted');
  await push();

  // The client believes that its events arrived, and they are kept.
  expect((await send('shop')).delivered.size).toBe(2);
  const quarantined = await list();
  expect(quarantined.map(({ event, field }) => [event, field])).toEqual([
    ['Counted', 'event'],
    ['Counted', 'event'],
  ]);
  const ids = quarantined.map(({ insert_id }) => insert_id).sort();
  expect(new Set(ids).size).toBe(2);
  expect(await stored()).toEqual([]);

  // Repaired by half: the replay names what is still wrong.
  await push({ name: 'Counted', properties: {} });
  expect(await replay()).toMatchObject({
    code: 1,
    out: expect.stringMatching(/\n {2}2 {2}event_property_undeclared {2}properties\.label\n$/),
  });
  const label = { type: 'slug', pattern: '^shop-[0-9]$' };
  await push({ name: 'Counted', properties: { label } });
  const done = '2 stored, 0 had been stored before, 0 stay quarantined.\n';
  expect(await replay()).toMatchObject({ code: 0, out: done });
  expect((await stored()).sort()).toEqual(ids);
  expect(await list()).toEqual([]);

  const nothing = '0 stored, 0 had been stored before, 0 stay quarantined.\n';
  expect(await replay()).toMatchObject({ code: 0, out: nothing });
  expect((await stored()).sort()).toEqual(ids);

  // Dropped events are gone: by id, with one that is gone already.
  await send('other');
  const [first, second] = await list();
  expect(await sonde('quarantine', 'drop', first!.id)).toMatchObject({ out: '1 dropped.\n' });
  expect(await sonde('quarantine', 'drop', first!.id, second!.id)).toMatchObject({
    code: 0,
    out: `1 dropped.\nNot found; they may have been replayed or dropped: ${first!.id}\n`,
  });
  expect(await list()).toEqual([]);
  expect(await replay()).toMatchObject({ out: nothing });
  expect((await stored()).sort()).toEqual(ids);
});
