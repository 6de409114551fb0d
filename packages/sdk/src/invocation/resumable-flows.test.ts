import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';
import { purgeSpools } from '../telemetry-commands/purge-spool.js';

const toolPath = fileURLToPath(new URL('../fixtures/resuming-tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const run = (...argv: string[]) =>
  runNode([toolPath, ...argv], home.environment, { cwd: home.path });
const kept = () => readdirSync(join(home.spool, 'flow-runs'));
const flowEvents = () =>
  [...server.unique().values()]
    .filter(({ flow }) => flow !== undefined)
    .sort((a, b) => ((a.timestamp ?? '') < (b.timestamp ?? '') ? -1 : 1));
const names = () => flowEvents().map(({ event }) => event);

test('one flow run spans three runs of the tool', async () => {
  const beganAt = Date.now();
  for (const command of ['init', 'login', 'deploy']) {
    const { code, stdout, stderr } = await run('setup', command);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  }
  await drain(home);
  expect(names()).toEqual(['Setup Started', 'Setup Signed In', 'Setup Completed']);
  const events = flowEvents();
  expect(new Set(events.map(({ flow_run_id }) => flow_run_id)).size).toBe(1);
  expect(new Set(events.map(({ invocation_id }) => invocation_id)).size).toBe(3);
  for (const { properties } of events) expect(properties).toMatchObject({ plan: 'pro' });
  const [first, second] = events.map(({ timestamp }) => Date.parse(timestamp ?? ''));
  // A flow begins just before its first event; this is another process.
  const durationMs = Number(events[2]?.properties?.duration_ms);
  expect(durationMs).toBeGreaterThanOrEqual(Number(second) - Number(first) - 1);
  expect(durationMs).toBeLessThanOrEqual(Date.now() - beganAt);
  expect(kept()).toEqual([]);
});

test('a killed process does not end a flow, and only the user can read its file', async () => {
  const { signal } = await run('setup', 'init', '--kill');
  expect(signal).toBe('SIGKILL');
  expect(statSync(join(home.spool, 'flow-runs')).mode & 0o777).toBe(0o700);
  for (const name of kept()) {
    expect(statSync(join(home.spool, 'flow-runs', name)).mode & 0o777).toBe(0o600);
  }
  await drain(home);
  expect(names()).toEqual(['Setup Started']);
  await run('setup', 'deploy');
  await drain(home);
  expect(names()).toEqual(['Setup Started', 'Setup Completed']);
});

test.each([
  ['ended', []],
  ['was killed', ['--kill']],
])('one whose latest process %s is abandoned when its time has passed, once', async (_, kill) => {
  await run('brief', 'init', ...kill);
  await drain(home);
  // The limit is two seconds.
  await delay(2_100);
  // Too late, so a new run begins.
  await run('brief', 'init');
  await Promise.all([drain(home), drain(home), drain(home)]);
  await drain(home);
  const [started, ...others] = flowEvents();
  const own = others.filter(({ flow_run_id }) => flow_run_id === started?.flow_run_id);
  expect(own).toHaveLength(1);
  expect(own[0]).toMatchObject({
    event: 'Brief Aborted',
    invocation_id: started?.invocation_id,
    properties: { plan: 'pro', step: 'init', reason: 'abandoned', command: 'fix-ture init' },
  });
  const openMs = Date.parse(own[0]?.timestamp ?? '') - Date.parse(started?.timestamp ?? '');
  expect(openMs).toBeGreaterThan(1_000);
  expect(openMs).toBeLessThanOrEqual(2_000);
  const sequences = [...server.unique().values()]
    .filter(({ invocation_id }) => invocation_id === started?.invocation_id)
    .map(({ sequence }) => Number(sequence))
    .sort((a, b) => a - b);
  expect(sequences).toEqual(sequences.map((_sequence, i) => i + 1));
  expect(sequences.at(-1)).toBe(own[0]?.sequence);
  // Each run is reported as abandoned once, however many senders run.
  const ids = new Set(server.events.map(({ insert_id }) => insert_id));
  expect(server.unique().size).toBe(ids.size);
});

test('a purged flow run is not continued', async () => {
  await run('setup', 'init');
  purgeSpools([home.spool]);
  await run('setup', 'deploy');
  await drain(home);
  expect(names()).toEqual([]);
});

test('only one of several processes ends a flow run', async () => {
  await run('setup', 'init');
  await Promise.all(Array.from({ length: 8 }, () => run('setup', 'deploy')));
  await drain(home);
  expect(names()).toEqual(['Setup Started', 'Setup Completed']);
});

test('damaged flow files do not stop the tool or the sender', async () => {
  const directory = join(home.spool, 'flow-runs');
  mkdirSync(join(directory, 'directory.jsonl'), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, 'empty.jsonl'), '');
  writeFileSync(join(directory, 'binary.jsonl'), Buffer.from([0, 255, 10, 200]));
  writeFileSync(join(directory, 'null.jsonl'), 'null\n[]\n{}\n');
  await run('setup', 'init');
  const [own = ''] = kept().filter((name) => /^[0-9a-f-]{36}\.jsonl$/.test(name));
  writeFileSync(join(directory, own), '{"step":"lo', { flag: 'a' });
  const { code, stderr } = await run('setup', 'deploy');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await drain(home);
  expect(names()).toEqual(['Setup Started', 'Setup Completed']);
});

test('without a usable directory, a flow ends with the process', async () => {
  mkdirSync(home.spool, { recursive: true });
  writeFileSync(join(home.spool, 'flow-runs'), 'a file');
  const { code, stderr } = await run('setup', 'init');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await run('setup', 'deploy');
  await drain(home);
  expect(names()).toEqual(['Setup Started']);
});
