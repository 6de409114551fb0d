import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareOf } from '@sonde/test-share';
import { afterAll, expect, test } from 'vitest';
import { createCollectorProcess, exportEvents } from '../collector-process.js';
import { startSupervisedCollector } from '../supervised-collector.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-socket-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

// Each takes some seconds.
const restarts = shareOf(10, 4);

test('restarts on an inherited socket refuse no connection and lose nothing', async () => {
  const supervised = await startSupervisedCollector(directory);
  const { url } = supervised;
  const answers: Record<string, number> = {};
  const acknowledged: string[] = [];
  const open = new Set<Promise<void>>();
  let count = 0;
  const post = async () => {
    count += 1;
    const insert_id = `sent-${count}`;
    const body = JSON.stringify({ event: 'Sent', insert_id });
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const status = await fetch(`${url}/ingest`, { method: 'POST', headers, body }).then(
      (response) => response.status,
      (error: Error) => String(error.cause ?? error),
    );
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === 202) acknowledged.push(insert_id);
  };
  await post();
  const timer = setInterval(() => {
    const sent = post().then(() => {
      open.delete(sent);
    });
    open.add(sent);
  }, 50);
  for (let round = 0; round < restarts; round += 1) {
    await supervised.restart('SIGTERM');
    await post();
  }
  clearInterval(timer);
  await Promise.all(open);
  await supervised.stop();
  console.log(`${count} requests over ${restarts} restarts: ${JSON.stringify(answers)}`);

  const collector = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  await collector.start();
  const stored = (await exportEvents(collector.url)).map(({ insert_id }) => insert_id);
  await collector.stop();
  expect([...stored].sort()).toEqual([...acknowledged].sort());
  expect(answers).toEqual({ 202: count });
});

// While nothing accepts them: as many as a restart may bring, and more than the default of Node.js.
test('a thousand connections wait on an inherited socket', async () => {
  const most = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  const supervised = await startSupervisedCollector(join(directory, 'waiting'));
  await supervised.untilReady();
  supervised.signal('SIGSTOP');
  const { port, hostname } = new URL(supervised.url);
  const sockets = Array.from({ length: Math.min(1_000, most) }, () =>
    connect(Number(port), hostname),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  for (const socket of sockets) socket.destroy();
  supervised.signal('SIGCONT');
  await supervised.stop();
});
