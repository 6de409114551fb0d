// `npm test [-- arguments of vitest]`: all tests except the slow ones, which are a separate
// project.
import { existsSync } from 'node:fs';
import { ensureProxies, installPackages } from './debian-packages.mjs';
import { bin, ensureBuilt, ensureInstalled, fail, run } from './workspace.mjs';

const browser = '/usr/bin/chromium';

/** Debian's Chromium, so that the test tool need not download one. */
async function ensureBrowser() {
  if (existsSync(browser) || process.env.SONDE_TEST_BROWSER) return;
  await installPackages(
    ['chromium', 'fonts-liberation'],
    `install Chromium at ${browser} (apt-get install chromium), or name one in SONDE_TEST_BROWSER`,
  );
}

try {
  await ensureInstalled();
  await ensureBrowser();
  const given = process.argv.slice(2);
  if (given.includes('long')) await ensureProxies();
  await ensureBuilt();
  const everyday = given.includes('--project') ? [] : ['--project', 'unit', '--project', 'e2e'];
  await run(process.execPath, [bin('vitest'), 'run', ...everyday, ...given]);
} catch (error) {
  fail(error);
}
