// `npm run test:all`: all tests, with the time that each part took. `npm run test:all -- <part>
// [arguments]`: one part; arguments are passed to its program.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensureProxies, ensureServers } from './debian-packages.mjs';
import { measureShare } from './test-share.mjs';
import { ensureBuilt, ensureInstalled, fail, root, run } from './workspace.mjs';

const test = 'scripts/test.mjs';

/** They run one after another: each keeps two processors busy, and two at a time take longer. */
const parts = {
  /** The same as `npm test`. */
  everyday: [test],
  check: ['scripts/check.mjs'],
  packages: [test, '--project', 'packages'],
  long: [test, '--project', 'long', '--project', 'long-engine'],
  contract: [test, '--project', 'contract'],
  runtimes: ['scripts/test-runtimes.mjs'],
  clients: ['scripts/test-clients.mjs'],
  conformance: ['scripts/conformance.mjs'],
};

/** Holds the errors of some failed tests. */
const endBytes = 5_000;

const logs = join(root, '.build', 'tests');

/** Runs a part to its end. Its output goes to a file: of a part that passes, it is printed last. */
function runPart(name, argv, env) {
  const startedAt = performance.now();
  console.log(`${name}: started`);
  const log = join(logs, `${name}.txt`);
  const file = openSync(log, 'w');
  const child = spawn(process.execPath, argv, { cwd: root, env, stdio: ['ignore', file, file] });
  closeSync(file);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      const hasPassed = code === 0;
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      const ended = hasPassed ? 'passed' : `failed with ${signal ?? `exit code ${code}`}`;
      const line = `${name.padEnd(12)} ${String(seconds).padStart(5)} s  ${ended}`;
      console.log(line);
      // At once, since a machine that ends the run after a time would not get to the end of this.
      if (!hasPassed) showLog(name, log);
      resolve({ name, hasPassed, line, log });
    });
  });
}

function showLog(name, log) {
  console.log(`\n# ${name}\n`);
  process.stdout.write(readFileSync(log));
}

/** What failed is also at the end of the output, which is what is read first. */
function showEnd(name, log) {
  console.log(`\n# The end of ${name}\n`);
  process.stdout.write(readFileSync(log).subarray(-endBytes));
}

async function runAll() {
  const startedAt = performance.now();
  await ensureInstalled();
  await ensureBrowser();
  await ensureProxies();
  await ensureServers();
  await ensureBuilt();
  mkdirSync(logs, { recursive: true });
  const env = await measureShare();
  const results = [];
  for (const [name, argv] of Object.entries(parts)) results.push(await runPart(name, argv, env));
  for (const { name, log, hasPassed } of results) if (hasPassed) showLog(name, log);
  const failed = results.filter(({ hasPassed }) => !hasPassed);
  for (const { name, log } of failed) showEnd(name, log);
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(0);
  console.log(`\n${results.map(({ line }) => line).join('\n')}\nall together ${minutes} min`);
  if (failed.length > 0) throw new Error(`Failed: ${failed.map(({ name }) => name).join(', ')}`);
}

async function runOne(chosen, given) {
  const argv = parts[chosen];
  if (argv === undefined) {
    throw new Error(`There is no part ${chosen}. The parts are: ${Object.keys(parts).join(', ')}.`);
  }
  await run(process.execPath, [...argv, ...given]);
}

const [chosen, ...given] = process.argv.slice(2);
try {
  await (chosen === undefined ? runAll() : runOne(chosen, given));
} catch (error) {
  fail(error);
}
