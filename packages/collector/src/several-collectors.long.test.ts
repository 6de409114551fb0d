import { setTimeout as delay } from 'node:timers/promises';
import { startTestServer, type TestServer } from '@sonde/store/test-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createTestDirectory,
  readExport,
  runProcess,
  startProcess,
} from './testing/collector-process.js';

let directory: ReturnType<typeof createTestDirectory>;
let server: TestServer;
let one: CollectorProcess;
let two: CollectorProcess;

const environment = (name: string) => ({
  SONDE_DATA_DIR: directory.path(name),
  SONDE_STORE: server.url,
  SONDE_STORE_PASSWORD: server.password,
});

beforeEach(async () => {
  directory = createTestDirectory();
  server = await startTestServer();
  one = await startProcess([], environment('one'));
  two = await startProcess([], environment('two'));
  expect(await readRoles()).toEqual([200, 503]);
});

afterEach(async () => {
  directory.remove();
  await server.remove();
});

const readRole = (url: string) =>
  fetch(`${url}/health/leader`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ status }) => status,
    () => 0,
  );
const readRoles = () => Promise.all([readRole(one.url), readRole(two.url)]);

const eventsOfRun = 4;

/** Whole invocations, of a person who is to be deleted or of somebody else. */
function createRun(name: string, user: string) {
  return Array.from({ length: eventsOfRun }, (_, sequence) => ({
    event: ['Command Started', 'Step', 'Step', 'Command Completed'][sequence],
    ...{ insert_id: `${name}-${sequence}`, invocation_id: name, sequence },
    ...{ anonymous_id: `of-${user}`, user_id: user, timestamp: new Date().toISOString() },
    properties: { command: 'deploy', duration_ms: 5, exit_code: 0 },
  }));
}

/**
 * Sends runs until it is stopped, each to the given collectors one after the other until one of them
 * acknowledges it; every third one to all of them at once.
 */
function startIngest(urls: () => readonly string[]) {
  const acknowledged = new Set<string>();
  const statuses = new Set<number>();
  let isOn = true;
  const send = async (url: string, name: string, user: string) => {
    try {
      const response = await fetch(`${url}/ingest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ events: createRun(name, user) }),
        signal: AbortSignal.timeout(2_000),
      });
      statuses.add(response.status);
      if (response.status === 202) acknowledged.add(name);
    } catch {
      // It is gone or frozen; the events may be stored nevertheless.
    }
  };
  const work = async (worker: number) => {
    for (let count = 0; isOn; count += 1) {
      const user = count % 4 === 0 ? 'ada' : 'grace';
      const name = `${user}-${worker}-${count}`;
      for (let attempt = worker; isOn && !acknowledged.has(name); attempt += 1) {
        const all = urls();
        const some = count % 3 === 0 ? all : [all[attempt % all.length] ?? ''];
        await Promise.all(some.map((url) => send(url, name, user)));
      }
    }
  };
  const working = Promise.all([0, 1, 2, 3].map(work));
  return {
    acknowledged,
    statuses,
    async untilMore(count: number) {
      const before = acknowledged.size;
      await expect.poll(() => acknowledged.size, { interval: 10 }).toBeGreaterThan(before + count);
    },
    async stop() {
      isOn = false;
      await working;
    },
  };
}

const deletePerson = (url: string) =>
  fetch(`${url}/api/v1/projects/default/deletions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: 'ada', refuse_later: true }),
  }).catch(() => undefined);

async function untilDeleted(url: string): Promise<void> {
  const look = async () => {
    const response = await fetch(`${url}/api/v1/projects/default/deletions`);
    if (!response.ok) return [null];
    const { deletions } = (await response.json()) as {
      deletions: { finished_at: string | null }[];
    };
    return deletions.map(({ finished_at }) => finished_at);
  };
  await expect.poll(look).not.toContain(null);
}

const countIn = async (sql: string) => Number(await server.run(`SELECT ${sql}`));

/** Compares what the leader answers with what was acknowledged, and with the events themselves. */
async function check(url: string, acknowledged: ReadonlySet<string>, isAdaDeleted: boolean) {
  const runs = new Map<string, number>();
  for (const { invocation_id } of await readExport(url)) {
    runs.set(String(invocation_id), (runs.get(String(invocation_id)) ?? 0) + 1);
  }
  const isKept = (name: string) => !(isAdaDeleted && name.startsWith('ada'));
  const kept = [...acknowledged].filter(isKept);
  expect(kept.filter((name) => runs.get(name) !== eventsOfRun)).toEqual([]);
  expect([...runs].filter(([, events]) => events !== eventsOfRun)).toEqual([]);
  if (isAdaDeleted) {
    expect(await countIn("count() FROM sonde.events WHERE user_id = 'ada'")).toBe(0);
    expect(await countIn("count() FROM sonde.quarantine WHERE body LIKE '%ada%'")).toBe(0);
  }
  const readOverview = async () => {
    const day = 86_400_000;
    const [from, to] = [-day, day].map((shift) => new Date(Date.now() + shift).toISOString());
    const response = await fetch(`${url}/api/v1/overview?from=${from}&to=${to}`);
    const { totals } = (await response.json()) as { totals: { invocations: number } };
    return totals.invocations;
  };
  expect(await readOverview()).toBe(runs.size);
  // Once all is folded, too.
  await expect
    .poll(() => countIn('uniqExact(invocation_id) FROM sonde.invocations FINAL'))
    .toBe(runs.size);
  expect(await readOverview()).toBe(runs.size);
}

test('another collector leads when the leader is killed during ingest and a deletion', async () => {
  const running = new Map([
    ['one', one],
    ['two', two],
  ]);
  const ingest = startIngest(() => [...running.values()].map(({ url }) => url));
  for (const [leading, waiting] of [
    ['one', 'two'],
    ['two', 'one'],
    ['one', 'two'],
  ] as const) {
    await ingest.untilMore(60);
    const leader = running.get(leading);
    const deleting = deletePerson(leader?.url ?? '');
    await delay(Math.random() * 1_500);
    await leader?.stop('SIGKILL');
    await deleting;
    const next = running.get(waiting)?.url ?? '';
    const began = performance.now();
    await expect.poll(() => readRole(next), { interval: 50 }).toBe(200);
    expect(performance.now() - began).toBeLessThan(15_000);
    await untilDeleted(next);
    running.set(leading, await startProcess([], environment(leading)));
  }
  const last = running.get('two')?.url ?? '';
  expect((await deletePerson(last))?.status).toBe(200);
  await ingest.untilMore(60);
  await ingest.stop();
  await check(last, ingest.acknowledged, true);
});

test('a leader that was frozen does no harm when it continues', async () => {
  const ingest = startIngest(() => [one.url, two.url]);
  await ingest.untilMore(40);
  const deleting = deletePerson(one.url);
  await delay(300);
  one.child.kill('SIGSTOP');
  await expect.poll(() => readRole(two.url), { interval: 100 }).toBe(200);
  await untilDeleted(two.url);
  expect((await deletePerson(two.url))?.status).toBe(200);
  await ingest.untilMore(40);
  one.child.kill('SIGCONT');
  await deleting;
  await expect.poll(() => readRole(one.url)).toBe(503);
  // It takes in events again.
  await ingest.untilMore(40);
  await ingest.stop();
  await check(two.url, ingest.acknowledged, true);
  const refused = await fetch(`${one.url}/api/v1/overview`);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ code: 'not_the_leader' });
  // And it leads again when the other one stops.
  expect((await two.stop()).code).toBe(0);
  await expect.poll(() => readRole(one.url), { interval: 50 }).toBe(200);
  await check(one.url, ingest.acknowledged, true);
});

test('nothing is lost or counted twice when the server is restarted', async () => {
  const ingest = startIngest(() => [one.url, two.url]);
  for (let round = 0; round < 3; round += 1) {
    await ingest.untilMore(60);
    await server.kill();
    await server.start();
  }
  await ingest.untilMore(60);
  await ingest.stop();
  await expect.poll(async () => (await readRoles()).sort()).toEqual([200, 503]);
  const [ofOne] = await readRoles();
  await check(ofOne === 200 ? one.url : two.url, ingest.acknowledged, false);
});

test('keys that the leader makes and withdraws hold at the other collector within 5 s', async () => {
  const env = environment('one');
  expect((await runProcess(['project', 'create', 'lantern'], env)).code).toBe(0);
  const made = await runProcess(['key', 'create', 'ci', '--project', 'lantern'], env);
  const [key = ''] = /sonde_wk_\S+/.exec(made.stdout) ?? [];
  const send = async () => {
    const response = await fetch(`${two.url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ event: 'x' }),
    });
    return response.status;
  };
  const project = async () =>
    countIn(`uniqExact(insert_id) FROM sonde.events WHERE project = 'lantern'`);
  const within = { timeout: 5_000, interval: 200 };
  await expect.poll(async () => [await send(), (await project()) > 0], within).toEqual([202, true]);
  expect((await runProcess(['key', 'revoke', 'ci', '--project', 'lantern'], env)).code).toBe(0);
  await expect.poll(send, within).not.toBe(202);
});

test('doctor says who leads', async () => {
  expect((await runProcess(['doctor'], environment('one'))).stdout).toMatch(
    /ok +role +leads since/,
  );
  const other = (await runProcess(['doctor'], environment('two'))).stdout;
  expect(other).toMatch(new RegExp(`ok +role +takes in events; process ${one.child.pid} on`));
  expect(two.output.stdout).toContain('takes in events; another one leads');
  const refused = await runProcess(['key', 'create', 'late'], environment('two'));
  expect(refused.stderr).toMatch(
    new RegExp(`not_the_leader: .*data directory of process ${one.child.pid} on`),
  );
});
