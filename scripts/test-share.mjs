// How many of the repeated tests this machine runs: see `packages/test-share`.
import { spawn } from 'node:child_process';

/** Machines that start Node.js in this time or less run every repetition. */
const fastStartMs = 22;
const leastShare = 0.25;
const startsInARow = 10;

function start() {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--eval', '0'], { stdio: 'ignore' });
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

async function startRepeatedly() {
  for (let i = 0; i < startsInARow; i += 1) await start();
}

/** The time for a start of Node.js in milliseconds, while another one starts: tests run two files at a time. */
async function measureStart() {
  const startedAt = performance.now();
  await Promise.all([startRepeatedly(), startRepeatedly()]);
  return (performance.now() - startedAt) / startsInARow;
}

/**
 * The environment of the tests: SONDE_TEST_SHARE by the speed of this machine, and SONDE_TEST_SEED.
 * Those already set stay.
 */
export async function measureShare() {
  const { SONDE_TEST_SHARE, SONDE_TEST_SEED } = process.env;
  const seed = SONDE_TEST_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
  let share = SONDE_TEST_SHARE;
  let reason = 'as set';
  if (share === undefined) {
    const startMs = await measureStart();
    share = Math.min(1, Math.max(leastShare, fastStartMs / startMs)).toFixed(2);
    reason = `Node.js starts in ${startMs.toFixed(0)} ms here`;
  }
  const variables = { SONDE_TEST_SHARE: share, SONDE_TEST_SEED: seed };
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  console.log(`${settings.join(' ')}: this share of the repeated tests runs (${reason})`);
  return { ...process.env, ...variables };
}
