import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStore } from '../embedded-store.js';
import type { Store } from '../port.js';
import { openServerStore } from '../server-store.js';
import { startTestCluster, type TestServer } from '../test-server/test-server.js';
import { readAnswers } from '../testing/derived-answers.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';
import { moveStore } from './move-store.js';

let servers: [TestServer, TestServer];
let root: string;
let directories = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  servers = (await startTestCluster(2)) as [TestServer, TestServer];
});

afterAll(async () => {
  for (const server of servers) await server.remove();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const server of servers) await server.run('DROP DATABASE IF EXISTS sonde SYNC');
});

const newDirectory = () => join(root, String(++directories));

const target = () => ({
  url: servers.map(({ url }) => url).join(','),
  password: servers[0].password,
});

const day = 86_400_000;

/** All kinds of data, with repeats, several months and texts that need escapes. */
async function fill(directory: string) {
  const store = await openEmbeddedStore({ directory, commitIntervalMs: 0 });
  const events = Array.from({ length: 600 }, (_, i) =>
    createStoredEvent({
      ...{ invocation_id: `invocation-${i % 90}`, sequence: Math.floor(i / 90) + 1 },
      ...{ event: i < 90 ? 'Command Invoked' : 'Create Started', flow: i < 90 ? '' : 'create' },
      ...{ anonymous_id: `person-${i % 7}`, distinct_id: `person-${i % 7}` },
      timestamp: createStoredEvent().timestamp - (i % 90) * day,
      properties: { text: 'tab\t line\n back\\slash \b\f\r\0 \'quote\' "ü"', flags: ['a', "it's"] },
    }),
  );
  await store.append({ events, quarantined: [] });
  await store.append({
    events: events.slice(0, 50).map((event) => ({ ...event, received_at: event.received_at + 9 })),
    quarantined: [
      {
        ...{ index: 0, insert_id: 'bad', code: 'event_field_invalid' as const, field: 'event' },
        ...{
          message: 'no',
          project: 'default',
          tool: '',
          received_at: Date.now(),
          body: { event: 5 },
        },
      },
    ],
    loss: {
      ...{ project: 'default', batch_id: 'batch', received_at: Date.now(), recorded: 9, sent: 5 },
      dropped: { age: 3, size: 1 },
    },
  });
  const person = { anonymous_id: 'person-3' };
  await store.life.deletePerson('default', person, { requestedBy: 'test', refusesLater: true });
  const answers = await readAll(store);
  await store.close();
  return answers;
}

async function readAll(store: Store) {
  await store.derived.fold();
  return {
    answers: await readAnswers(store, 'default'),
    exported: await collect(store.exportEvents('default', {})),
    deletions: await store.life.deletions('default', { limit: 9, cursor: null }),
    quarantined: await store.life.countQuarantined('default', {}),
  };
}

const countChunks = "SELECT countIf(startsWith(part, 'events ')) FROM sonde.moves";

/** Until a move has copied some of the events, and not yet all. */
const untilCopying = () =>
  expect
    .poll(() => servers[0].run(countChunks).catch(() => '0'), { interval: 5 })
    .toMatch(/^[2-9]\n/);

const fixture = fileURLToPath(new URL('../fixtures/move-until.mjs', import.meta.url));

/** Moves in a process of its own, which may kill itself. */
function startMove(dataDirectory: string, ...killAt: string[]) {
  const { url, password } = target();
  const child = spawn(process.execPath, [fixture, dataDirectory, url, ...killAt], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', SERVER_PASSWORD: password },
  });
  const printed = text(child.stdout);
  const ended = once(child, 'close').then(async ([code, signal]) => ({
    ...{ code, signal, lines: (await printed).split('\n').slice(0, -1) },
  }));
  return { child, ended };
}

/** What the servers answer, with a collector on them. */
async function readServers() {
  const store = await openServerStore({ ...target(), directory: newDirectory() });
  try {
    return await readAll(store);
  } finally {
    await store.close();
  }
}

it('copies everything to two servers, and continues after one was killed', async () => {
  const dataDirectory = newDirectory();
  const answers = await fill(dataDirectory);
  expect(answers.exported.length).toBeGreaterThan(500);
  const options = { dataDirectory, server: target(), chunkRows: 20 };
  const moving = moveStore(options).then(
    () => 'moved',
    (error) => error.code,
  );
  await untilCopying();
  await servers[1].kill();
  expect(await moving).toBe('store_unreachable');
  await servers[1].start();
  // Collectors that ran there before can store nothing: see `ServerCommits`.
  for (const server of servers) {
    expect(await server.run("SELECT max(value) FROM sonde.commit_marks WHERE name = 'moves'")).toBe(
      '1\n',
    );
  }
  await expect(openServerStore({ ...target(), directory: newDirectory() })).rejects.toMatchObject({
    code: 'move_unfinished',
  });
  // What it stored meanwhile would be missing on the servers.
  await expect(openEmbeddedStore({ directory: dataDirectory })).rejects.toMatchObject({
    code: 'data_directory_moved',
  });
  const tables: string[] = [];
  await moveStore({ ...options, onTable: ({ name }) => tables.push(name) });
  await expect(moveStore(options)).rejects.toMatchObject({
    ...{ code: 'data_directory_moved', detail: expect.stringContaining('this move is finished') },
  });
  expect(tables).toContain('refusals');
  expect(tables.at(-1)).toBe('events');
  const store = await openServerStore({ ...target(), directory: newDirectory() });
  expect(await readAll(store)).toEqual(answers);
  // What was deleted stays refused, and repeats are recognised.
  const event = createStoredEvent({ anonymous_id: 'person-3', distinct_id: 'person-3' });
  await store.append({ events: [event], quarantined: [] });
  expect(await readAll(store)).toEqual(answers);
  await store.close();
});

it('refuses servers that have other data, and a directory without any', async () => {
  await expect(
    moveStore({ dataDirectory: newDirectory(), server: target() }),
  ).rejects.toMatchObject({ code: 'data_directory_missing' });
  const store = await openServerStore({ ...target(), directory: newDirectory() });
  await store.append({ events: [createStoredEvent()], quarantined: [] });
  await store.close();
  const dataDirectory = newDirectory();
  await fill(dataDirectory);
  await expect(moveStore({ dataDirectory, server: target() })).rejects.toMatchObject({
    code: 'move_over_data',
  });
  const again = await openServerStore({ ...target(), directory: newDirectory() });
  expect(await collect(again.exportEvents('default', {}))).toHaveLength(1);
  await again.close();
});

it('continues after it was interrupted with Ctrl+C', async () => {
  const dataDirectory = newDirectory();
  const answers = await fill(dataDirectory);
  const { child, ended } = startMove(dataDirectory);
  await untilCopying();
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ signal: 'SIGINT' });
  await moveStore({ dataDirectory, server: target(), chunkRows: 20 });
  expect(await readServers()).toEqual(answers);
});

it('stops if another process has taken the lead meanwhile, and continues when run again', async () => {
  const dataDirectory = newDirectory();
  const answers = await fill(dataDirectory);
  const other = newDirectory();
  await fill(other);
  const { child, ended } = startMove(dataDirectory);
  await untilCopying();
  child.kill('SIGSTOP');
  // It takes the lead before it finds that the servers have data.
  const moving = moveStore({ dataDirectory: other, server: target() });
  await expect(moving).rejects.toMatchObject({ code: 'move_over_data' });
  child.kill('SIGCONT');
  const { code, lines } = await ended;
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('store_in_use');
  expect(lines).not.toContain('events');
  await moveStore({ dataDirectory, server: target(), chunkRows: 20 });
  expect(await readServers()).toEqual(answers);
  // The other one is still open here.
  await (await openEmbeddedStore({ directory: other })).close();
});

it('leaves the data open or marks it as moved, killed while it writes the mark', async () => {
  const dataDirectory = newDirectory();
  const answers = await fill(dataDirectory);
  const killMove = async (operation: string, moment: string) => {
    const { signal } = await startMove(dataDirectory, operation, moment).ended;
    expect(signal, `${moment} ${operation}`).toBe('SIGKILL');
  };
  for (const [operation, moment] of [
    ['open', 'after'],
    ['write', 'after'],
    ['rename', 'before'],
  ] as const) {
    await killMove(operation, moment);
    const store = await openEmbeddedStore({ directory: dataDirectory });
    const exported = await collect(store.exportEvents('default', {}));
    await store.close();
    expect(exported).toEqual(answers.exported);
  }
  // Now the mark that the move was begun is there, and next the one that it is finished.
  for (const [operation, moment] of [
    ['rename', 'after'],
    ['write', 'after'],
    ['rename', 'before'],
  ] as const) {
    await killMove(operation, moment);
    await expect(openEmbeddedStore({ directory: dataDirectory })).rejects.toMatchObject({
      code: 'data_directory_moved',
    });
  }
  const { lines } = await startMove(dataDirectory).ended;
  expect(lines.at(-1)).toBe('data_directory_moved');
  expect(await readServers()).toEqual(answers);
});
