import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossCounters } from '@sonde/protocol';
import { expect, test } from 'vitest';
import { drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const perRun = 5;

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const run = () => runTool(home, ['app', 'run', 'return']);
const path = (name: string) => join(home.spool, name);
const ready = () => readdirSync(home.spool).filter((name) => name.endsWith('.ready.jsonl'));
const readState = () => JSON.parse(home.read(home.find('state-')));

/** Makes the oldest files that wait older than undelivered events are kept. */
function age(count: number): void {
  for (const name of ready().sort().slice(0, count)) {
    renameSync(path(name), path(name.replace(/^\d+/, '1000')));
  }
}

/**
 * Runs, and then has the events of the first of them be dropped by the next sender: a run that finds
 * what has waited for so long starts a sender of its own.
 */
async function runAndAge(runs: number): Promise<void> {
  for (let count = 0; count < runs; count += 1) await run();
  age(1);
}

/** Accounts as a collector keeps them: by id, the largest of each count. */
function accounts(): Map<string, LossCounters> {
  const kept = new Map<string, LossCounters>();
  for (const { body } of server.requests) {
    const loss = body.meta?.loss;
    if (loss === undefined) continue;
    const id = loss.id ?? body.events[0]?.insert_id ?? '';
    const { recorded, sent, dropped } = kept.get(id) ?? { recorded: 0, sent: 0, dropped: {} };
    const reasons = Object.keys({ ...dropped, ...loss.dropped });
    kept.set(id, {
      recorded: Math.max(recorded, loss.recorded),
      sent: Math.max(sent, loss.sent),
      dropped: Object.fromEntries(
        reasons.map((reason) => [
          reason,
          Math.max(dropped[reason] ?? 0, loss.dropped[reason] ?? 0),
        ]),
      ),
    });
  }
  return kept;
}

function total(): { sent: number; age: number; quarantine: number } {
  const sum = { sent: 0, age: 0, quarantine: 0 };
  for (const { sent, dropped } of accounts().values()) {
    sum.sent += sent;
    sum.age += dropped.age ?? 0;
    sum.quarantine += dropped.quarantine ?? 0;
  }
  return sum;
}

test('the answer is lost, then the first event is dropped: a loss is told under the same id', async () => {
  await runAndAge(2);
  server.behave(() => 'lose');
  expect(await drain(home)).toMatchObject({ sent: 0 });
  await run();
  age(1);
  server.behave(undefined);
  expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
  expect(accounts().size).toBe(1);
  expect(total()).toEqual({ sent: perRun, age: 2 * perRun, quarantine: 0 });
});

test('each account that was answered has an id of its own', async () => {
  for (let round = 0; round < 3; round += 1) {
    await runAndAge(2);
    await drain(home);
  }
  expect(accounts().size).toBe(3);
  expect(accounts().has(readState().account)).toBe(false);
  expect(total()).toEqual({ sent: 3 * perRun, age: 3 * perRun, quarantine: 0 });
});

test('a sender dies before it has noted the answer: the next tells the same under the same id', async () => {
  await runAndAge(3);
  server.behave(() => 'lose');
  await drain(home);
  const before = home.read(home.find('state-'));
  server.behave(undefined);
  await drain(home);
  writeFileSync(path(home.find('state-')), before);
  await run();
  await drain(home);
  expect(total().age).toBe(perRun);
  expect(server.unique().size).toBe(3 * perRun);
});

test('a batch that is divided tells one account, whichever part fails', async () => {
  await runAndAge(3);
  // Refused whole; of the halves the second has to wait at first.
  let isWaiting = true;
  server.behave(({ body }, response) => {
    const isLast = body.events.at(-1)?.event === 'Command Completed';
    const status = body.events.length > perRun ? 413 : isLast && isWaiting ? 503 : 0;
    if (status !== 0) response.writeHead(status).end();
    return status !== 0;
  });
  await drain(home);
  isWaiting = false;
  server.behave(undefined);
  await drain(home);
  const told = server.requests.map(({ body }) => body.meta?.loss?.id);
  expect(new Set(told).size).toBe(1);
  expect(total()).toEqual({ sent: 2 * perRun, age: perRun, quarantine: 0 });
});

test('an account without an event that is taken is told with the next one', async () => {
  await runAndAge(2);
  server.behave((_request, response) => {
    response.writeHead(422).end();
    return true;
  });
  expect(await drain(home)).toMatchObject({ sent: 0, quarantined: perRun });
  server.requests.length = 0;
  server.behave(undefined);
  await run();
  await drain(home);
  expect(total()).toEqual({ sent: perRun, age: perRun, quarantine: perRun });
});

test('a state of an earlier version, or damaged, gets an id', async () => {
  await run();
  await drain(home);
  for (const text of ['{"failures":0,"retryAt":0,"dropped":{"age":3}}', '{"account":"../x y"}']) {
    writeFileSync(path(home.find('state-')), text);
    await run();
    await drain(home);
  }
  expect(accounts().size).toBe(3);
  for (const id of accounts().keys()) expect(id).toMatch(/^\d+-\d+-[\de.-]+$/);
  expect(total().age).toBe(3);
});
