/**
 * How long a second `npm start` takes until it responds to its first request.
 *
 * Rounds alternate with a bare HTTP server that is started in the same way, so that a noisy machine
 * affects both; with `--against <commit or directory>` also with `npm start` in another checkout.
 * The first start of each, which installs, builds and creates the store, does not count.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, against: { type: 'string' } },
});
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

/** Resolves with the status, or undefined without a response. */
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

/** Milliseconds from the start of a command to its first response; then it is stopped. */
async function measure(
  command: readonly string[],
  { directory, port, path }: { directory: string; port: number; path: string },
): Promise<number> {
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd: directory, stdio: 'ignore', detached: true });
  const closed = once(child, 'close');
  try {
    while ((await ask(port, path)) !== 200) {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
      await sleep(5);
    }
    return performance.now() - startedAt;
  } finally {
    // The whole group: npm, the script and the collector, like Ctrl-C in a terminal.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await closed;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * The checkout to compare with: a directory, or a commit of this repository, which is extracted.
 */
function findCheckout(name: string): string {
  if (existsSync(join(name, 'package.json'))) return resolve(name);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 1e9 });
  const commit = git('rev-parse', '--verify', '--short', `${name}^{commit}`).toString().trim();
  const directory = join(root, '.build', `start-${commit}`);
  if (existsSync(directory)) return directory;
  console.log(`Extracting ${commit} to ${directory}; its first start installs and builds it.`);
  mkdirSync(directory, { recursive: true });
  execFileSync('tar', ['-x', '-C', directory], { input: git('archive', commit) });
  return directory;
}

const scratch = mkdtempSync(join(tmpdir(), 'sonde-bench-start-'));

/**
 * Measures `npm start` in a checkout, each with its own data: an earlier version cannot read later
 * data.
 */
function createStart(directory: string, name: string): () => Promise<number> {
  return async () => {
    const port = await findFreePort();
    const data = join(scratch, name);
    const serve = ['npm', 'start', '--', '--port', String(port), '--data-dir', data];
    return measure(serve, { directory, port, path: '/readyz' });
  };
}

async function startBare(): Promise<number> {
  const port = await findFreePort();
  const command = [process.execPath, baseline, String(port)];
  return measure(command, { directory: root, port, path: '/' });
}

const contestants = [
  { name: 'npm start, again', start: createStart(root, 'ours') },
  { name: 'bare server', start: startBare },
  ...(options.against === undefined
    ? []
    : [
        {
          name: `npm start of ${options.against}`,
          start: createStart(findCheckout(options.against), 'other'),
        },
      ]),
];
try {
  for (const { start } of contestants) await start();
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Each is first as often as last.
    const order = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const { name, start } of order) times.get(name)?.push(await start());
  }
  const ms = (value: number) => `${Math.round(value)} ms`;
  for (const [name, values] of times) {
    console.log(`${name}: median ${ms(median(values))}, longest ${ms(Math.max(...values))}`);
  }
  const [[, ours] = ['', []], ...others] = [...times];
  for (const [name, values] of others) {
    const ratio = median(ours.map((time, round) => time / (values[round] ?? Number.NaN)));
    console.log(`ratio to ${name}: ${ratio.toFixed(2)} (median of ${rounds} rounds)`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
