// `npm test [-- arguments of vitest]`: all but what takes long, which is a project of its own.
import { existsSync } from 'node:fs';
import { bin, ensureBuilt, ensureInstalled, fail, run } from './workspace.mjs';

const browser = '/usr/bin/chromium';

/** Debian's Chromium: a test tool's own download is not needed. */
async function ensureBrowser() {
  if (existsSync(browser) || process.env.SONDE_TEST_BROWSER) return;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new Error(
      `The tests need Chromium: install it at ${browser} (apt-get install chromium), or name one in SONDE_TEST_BROWSER.`,
    );
  }
  console.error('Installing Chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    {
      quiet: true,
      env,
    },
  );
}

try {
  await ensureInstalled();
  await ensureBrowser();
  await ensureBuilt();
  const given = process.argv.slice(2);
  const everyday = given.includes('--project') ? [] : ['--project', 'unit', '--project', 'e2e'];
  await run(process.execPath, [bin('vitest'), 'run', ...everyday, ...given]);
} catch (error) {
  fail(error);
}
