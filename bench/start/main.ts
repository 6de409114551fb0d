/**
 * How long a second `npm start` takes until its first request is answered.
 *
 * Rounds alternate with a bare HTTP server started the same way, so that a noisy machine is noisy for
 * both. The first start of all, which installs, builds and makes the store, is not counted.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(options.rounds);
const root = fileURLToPath(new URL('../..', import.meta.url));
const baseline = fileURLToPath(new URL('./baseline.mjs', import.meta.url));

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves with the status, or undefined while nothing answers. */
function ask(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    request({ port, path, host: '127.0.0.1', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', () => resolve(undefined))
      .end();
  });
}

/** Milliseconds from the start of a command to its first answer; then it is stopped. */
async function measure(command: readonly string[], port: number, path: string): Promise<number> {
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd: root, stdio: 'ignore', detached: true });
  const closed = once(child, 'close');
  try {
    while ((await ask(port, path)) !== 200) {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
      await sleep(5);
    }
    return performance.now() - startedAt;
  } finally {
    // The whole group: npm, the script and the collector, as Ctrl-C in a terminal would.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await closed;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const data = mkdtempSync(join(tmpdir(), 'sonde-bench-start-'));
try {
  const start = async () => {
    const port = await findFreePort();
    const serve = ['npm', 'start', '--', '--port', String(port), '--data-dir', data];
    return measure(serve, port, '/readyz');
  };
  const bare = async () => {
    const port = await findFreePort();
    return measure([process.execPath, baseline, String(port)], port, '/');
  };
  await start();
  const times: { start: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    times.push({ bare: await bare(), start: await start() });
  }
  const starts = times.map((time) => time.start);
  const bares = times.map((time) => time.bare);
  const ms = (value: number) => `${Math.round(value)} ms`;
  console.log(`npm start, again: median ${ms(median(starts))}, longest ${ms(Math.max(...starts))}`);
  console.log(`bare server:      median ${ms(median(bares))}, longest ${ms(Math.max(...bares))}`);
  const ratio = median(times.map((time) => time.start / time.bare));
  console.log(`ratio:            ${ratio.toFixed(1)} (median of ${rounds} rounds)`);
} finally {
  rmSync(data, { recursive: true, force: true });
}
