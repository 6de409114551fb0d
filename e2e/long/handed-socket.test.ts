import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { createCollectorProcess, exportEvents } from '../collector-process.js';

const bin = fileURLToPath(
  new URL('../../packages/collector/bin/sonde-collector.js', import.meta.url),
);
const directory = mkdtempSync(join(tmpdir(), 'sonde-socket-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const restarts = 10;

/** Restarts the collector repeatedly on its own inherited socket, until it is stopped. */
const supervisor = `
trap 'ended=1' TERM
while [ -z "$ended" ]; do
  sh -c 'echo $$ > "$0/pid"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$1" "$2" serve --data-dir "$0/data"' "$@" &
  wait $!
  wait $!
done`;

test('ten restarts on an inherited socket refuse no connection and lose nothing', async () => {
  const listening = createServer().listen(0, '127.0.0.1', 4_096);
  await once(listening, 'listening');
  const { port } = listening.address() as { port: number };
  const { fd } = (listening as unknown as { _handle: { fd: number } })._handle;
  const child = spawn('sh', ['-c', supervisor, 'sh', directory, process.execPath, bin], {
    env: { PATH: process.env.PATH, HOME: directory },
    stdio: ['ignore', 'ignore', 'inherit', fd],
  });
  // From here on the supervisor holds the socket.
  listening.close();
  const url = `http://127.0.0.1:${port}`;
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
  /** The process that has the socket, once it is a new one. */
  const readNextPid = async (before: number) => {
    for (;;) {
      const text = readFileSync(join(directory, 'pid'), 'utf8');
      // The shell empties the file before it writes.
      if (text.endsWith('\n') && Number(text) !== before) return Number(text);
      await delay(50);
    }
  };
  let pid = await readNextPid(0);
  for (let round = 0; round < restarts; round += 1) {
    process.kill(pid, 'SIGTERM');
    pid = await readNextPid(pid);
    await post();
  }
  clearInterval(timer);
  await Promise.all(open);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  process.kill(pid, 'SIGTERM');
  await ended;
  console.log(`${count} requests over ${restarts} restarts: ${JSON.stringify(answers)}`);

  const collector = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  await collector.start();
  const stored = (await exportEvents(collector.url)).map(({ insert_id }) => insert_id);
  await collector.stop();
  expect([...stored].sort()).toEqual([...acknowledged].sort());
  expect(answers).toEqual({ 202: count });
});
