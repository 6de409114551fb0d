// `npm test [-- arguments of vitest]`: all tests except the slow ones, which are a separate
// project.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
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

/** The proxies of the long tests; a test is skipped if its proxy is missing. */
async function ensureProxies() {
  const programs = ['/usr/sbin/nginx', '/usr/bin/caddy', '/usr/sbin/haproxy'];
  if (programs.every((program) => existsSync(program))) return;
  if (!mayInstall()) return;
  await installPackages(['nginx', 'libnginx-mod-http-lua', 'caddy', 'haproxy'], '');
}

const mayInstall = () => process.platform === 'linux' && process.getuid?.() === 0;

/** Installs Debian packages. Their services are not started: the tests start what they need. */
async function installPackages(names, otherwise) {
  if (!mayInstall()) throw new Error(`The tests need ${names[0]}: ${otherwise}.`);
  console.error(`Installing ${names.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await run('apt-get', ['update', '-qq'], { quiet: true, env });
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...names];
    await run('apt-get', install, { quiet: true, env });
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
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
