// `npm run test:all`: all tests, part by part, with the time that each took. `npm run test:all --
// <part> [arguments]`: one part; arguments are passed to its program.
import { fail, run } from './workspace.mjs';

const test = 'scripts/test.mjs';
const parts = {
  /** The same as `npm test`. */
  everyday: [test],
  long: [test, '--project', 'long'],
  packages: [test, '--project', 'packages'],
  contract: [test, '--project', 'contract'],
  runtimes: ['scripts/test-runtimes.mjs'],
  clients: ['scripts/test-clients.mjs'],
  check: ['scripts/check.mjs'],
  conformance: ['scripts/conformance.mjs'],
};

const [chosen, ...given] = process.argv.slice(2);
if (chosen !== undefined && !(chosen in parts)) {
  fail(new Error(`There is no part ${chosen}. The parts are: ${Object.keys(parts).join(', ')}.`));
} else {
  const times = [];
  let failure;
  for (const [name, argv] of Object.entries(parts)) {
    if (chosen !== undefined && chosen !== name) continue;
    const startedAt = performance.now();
    let ended = 'passed';
    try {
      await run(process.execPath, [...argv, ...given]);
    } catch (error) {
      ended = 'failed';
      failure = error;
    }
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    times.push(`${name.padEnd(12)} ${ended} ${String(seconds).padStart(5)} s`);
    if (failure !== undefined) break;
  }
  console.log(`\n${times.join('\n')}`);
  if (failure !== undefined) fail(failure);
}
