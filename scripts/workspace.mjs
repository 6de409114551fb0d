// What every script needs first: dependencies that match the lock file, and builds that match the sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a command in the root and resolves when it succeeded.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv, cwd?: string, user?: number }} [options] `quiet`
 * shows the output only on failure; `user` is the id, and that of the group, to run as.
 */
export function run(command, args, { quiet = false, env = process.env, cwd = root, user } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      ...(user !== undefined && { uid: user, gid: user }),
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(undefined);
      if (quiet) process.stderr.write(Buffer.concat(output));
      const ending = signal === null ? `exit code ${code}` : signal;
      reject(new Error(`${[command, ...args].join(' ')} ended with ${ending}`));
    });
  });
}

/** A program of node_modules, started by Node itself so that no shell and no npx is in between. */
export function bin(packageName, binName = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin: entries } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof entries === 'string' ? entries : entries[binName]);
}

/**
 * Installs what the lock file names when it is missing or belongs to another lock file.
 *
 * Not `npm ci`: that begins with an empty folder each time.
 */
export async function ensureInstalled() {
  const lock = join(root, 'package-lock.json');
  const stamp = join(root, 'node_modules', '.sonde-lock');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  // After a plain `npm install` npm's own record is as new as the lock file: nothing to do but to note it.
  const record = join(root, 'node_modules', '.package-lock.json');
  const slackMs = 10_000;
  if (!existsSync(record) || statSync(record).mtimeMs < statSync(lock).mtimeMs - slackMs) {
    console.error('Installing dependencies …');
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  writeFileSync(stamp, hash);
}

const tscBuild = (...projects) => ['node_modules/typescript/bin/tsc', '-b', ...projects];

/** In order: a step may use what an earlier one made. `inputs` are files and folders, `output` a file it makes. */
const steps = [
  {
    name: 'libraries',
    inputs: ['packages/protocol', 'packages/analytics', 'packages/destinations', 'packages/store'],
    output: 'packages/store/dist/index.js',
    command: tscBuild('packages/destinations', 'packages/store'),
  },
  {
    name: 'collector',
    inputs: [
      'packages/protocol',
      'packages/analytics',
      'packages/destinations',
      'packages/store',
      'packages/collector',
      'scripts/bundle-program.mjs',
    ],
    output: 'packages/collector/dist/command-line.js',
    command: ['packages/collector/build.mjs'],
  },
  {
    name: 'sdk',
    inputs: ['packages/protocol', 'packages/destinations', 'packages/sdk'],
    output: 'packages/sdk/dist/index.js',
    command: ['packages/sdk/build.mjs'],
  },
  {
    name: 'cli',
    inputs: [
      'packages/protocol',
      'packages/analytics',
      'packages/destinations',
      'packages/sdk',
      'packages/cli',
      'scripts/bundle-program.mjs',
    ],
    output: 'packages/cli/dist/command-line.js',
    command: ['packages/cli/build.mjs'],
  },
  {
    name: 'examples',
    inputs: ['packages/sdk', 'examples/orbit', 'examples/orbit-cloud', 'examples/orbit-demo'],
    output: 'examples/orbit-demo/dist/index.js',
    command: tscBuild('examples/orbit-cloud', 'examples/orbit', 'examples/orbit-demo'),
  },
  {
    name: 'dashboard',
    inputs: ['packages/protocol', 'packages/analytics', 'packages/dashboard'],
    output: 'packages/collector/public/index.html',
    command: ['../../node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    cwd: 'packages/dashboard',
  },
];

const notSources = new Set(['node_modules', 'dist', 'public']);

/**
 * Newest change below a folder, leaving out what builds make. The folder's own time does not count:
 * a build that makes and removes files in it changes that too.
 */
function newestChange(path, stats = statSync(path)) {
  if (!stats.isDirectory()) return stats.mtimeMs;
  let newest = 0;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (notSources.has(entry.name) || entry.name.endsWith('.tsbuildinfo')) continue;
    const child = join(path, entry.name);
    const its = statSync(child);
    if (entry.isDirectory()) newest = Math.max(newest, its.mtimeMs);
    newest = Math.max(newest, newestChange(child, its));
  }
  return newest;
}

/** Builds what is older than its sources; with `force`, everything. */
export async function ensureBuilt({ force = false } = {}) {
  const stamps = join(root, '.build');
  mkdirSync(stamps, { recursive: true });
  // Most steps use the same packages.
  const changes = new Map();
  const changedAt = (input) => {
    if (!changes.has(input)) changes.set(input, newestChange(join(root, input)));
    return changes.get(input);
  };
  for (const { name, inputs, output, command, cwd = '.' } of steps) {
    const stamp = join(stamps, name);
    const startedAt = new Date();
    const current =
      !force &&
      existsSync(join(root, output)) &&
      existsSync(stamp) &&
      [...inputs, 'tsconfig.base.json', 'package-lock.json'].every(
        (input) => changedAt(input) <= Date.parse(readFileSync(stamp, 'utf8')),
      );
    if (current) continue;
    console.error(`Building ${name} …`);
    await run(process.execPath, command, { cwd: join(root, cwd) });
    // The time before the build, so that a change made during it is built next time.
    writeFileSync(stamp, startedAt.toISOString());
  }
}

/** Ends the script with its message when a step failed. */
export function fail(error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
