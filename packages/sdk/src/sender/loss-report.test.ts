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

/** Makes the oldest waiting files older than the age limit. */
function age(count: number): void {
  for (const name of ready().sort().slice(0, count)) {
    renameSync(path(name), path(name.replace(/^\d+/, '1000')));
  }
}

/**
 * Runs the tool, then makes the first file too old, so that the next sender drops it. The file is aged last
 * because a run that finds an old file starts a sender.
 */
async function runAndAge(runs: number): Promise<void> {
  for (let count = 0; count < runs; count += 1) await run();
  age(1);
}

/** Loss reports as a collector stores them: by id, the maximum of each count. */
function lossReports(): Map<string, LossCounters> {
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
  for (const { sent, dropped } of lossReports().values()) {
    sum.sent += sent;
    sum.age += dropped.age ?? 0;
    sum.quarantine += dropped.quarantine ?? 0;
  }
  return sum;
}

test('a lost response, then a dropped event: the loss report keeps its id', async () => {
  await runAndAge(2);
  server.behave(() => 'lose');
  expect(await drain(home)).toMatchObject({ sent: 0 });
  await run();
  age(1);
  server.behave(undefined);
  expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
  expect(lossReports().size).toBe(1);
  expect(total()).toEqual({ sent: perRun, age: 2 * perRun, quarantine: 0 });
});

test('after each response, the next loss report gets a new id', async () => {
  for (let round = 0; round < 3; round += 1) {
    await runAndAge(2);
    await drain(home);
  }
  expect(lossReports().size).toBe(3);
  expect(lossReports().has(readState().account)).toBe(false);
  expect(total()).toEqual({ sent: 3 * perRun, age: 3 * perRun, quarantine: 0 });
});

test('a sender dies before it stores the response: the next one resends the report under the same id', async () => {
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

test('a batch that is split sends one loss report, even if one half fails', async () => {
  await runAndAge(3);
  // The whole batch is refused; then the second half fails once.
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
  const ids = server.requests.map(({ body }) => body.meta?.loss?.id);
  expect(new Set(ids).size).toBe(1);
  expect(total()).toEqual({ sent: 2 * perRun, age: perRun, quarantine: 0 });
});

test('a loss report with no accepted event is resent with the next batch', async () => {
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

test('a state file that is damaged or of an earlier version gets an id', async () => {
  await run();
  await drain(home);
  for (const text of ['{"failures":0,"retryAt":0,"dropped":{"age":3}}', '{"account":"../x y"}']) {
    writeFileSync(path(home.find('state-')), text);
    await run();
    await drain(home);
  }
  expect(lossReports().size).toBe(3);
  for (const id of lossReports().keys()) expect(id).toMatch(/^\d+-\d+-[\de.-]+$/);
  expect(total().age).toBe(3);
});
