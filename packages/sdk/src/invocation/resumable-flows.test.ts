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

test('three runs of a tool are one run of a flow', async () => {
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
  // It begins just before its first event, in another process.
  const durationMs = Number(events[2]?.properties?.duration_ms);
  expect(durationMs).toBeGreaterThanOrEqual(Number(second) - Number(first) - 1);
  expect(durationMs).toBeLessThanOrEqual(Date.now() - beganAt);
  expect(kept()).toEqual([]);
});

test('a process that is killed does not end it, and only its owner may read what is kept', async () => {
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
  // Its time is two seconds.
  await delay(2_100);
  // Too late: this begins another one.
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
  // Abandoned are as many as were begun, each once, whatever happens to drain them.
  const ids = new Set(server.events.map(({ insert_id }) => insert_id));
  expect(server.unique().size).toBe(ids.size);
});

test('what is purged does not go on', async () => {
  await run('setup', 'init');
  purgeSpools([home.spool]);
  await run('setup', 'deploy');
  await drain(home);
  expect(names()).toEqual([]);
});

test('of many processes that end it one does', async () => {
  await run('setup', 'init');
  await Promise.all(Array.from({ length: 8 }, () => run('setup', 'deploy')));
  await drain(home);
  expect(names()).toEqual(['Setup Started', 'Setup Completed']);
});

test('whatever lies where runs are kept, the tool and the sender go on', async () => {
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

test('without a place to keep it, it ends with the process, silently', async () => {
  mkdirSync(home.spool, { recursive: true });
  writeFileSync(join(home.spool, 'flow-runs'), 'a file');
  const { code, stderr } = await run('setup', 'init');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  await run('setup', 'deploy');
  await drain(home);
  expect(names()).toEqual(['Setup Started']);
});
