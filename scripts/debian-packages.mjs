// Programs of Debian that tests need.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { run } from './workspace.mjs';

/** Chromium without windows, which takes less of the processor. */
const browser = '/usr/bin/chromium-headless-shell';

/** Debian's Chromium, so that the test tool need not download one. */
export async function ensureBrowser() {
  if (existsSync(browser) || process.env.SONDE_TEST_BROWSER) return;
  await installPackages(
    ['chromium-headless-shell', 'fonts-liberation'],
    `install Chromium at ${browser} (apt-get install chromium-headless-shell), or name one in SONDE_TEST_BROWSER`,
  );
}

/** The proxies that the long tests use; a test is skipped if its proxy is missing. */
export async function ensureProxies() {
  const programs = ['/usr/sbin/nginx', '/usr/bin/caddy', '/usr/sbin/haproxy'];
  if (programs.every((program) => existsSync(program))) return;
  if (!mayInstall()) return;
  await installPackages(['nginx', 'libnginx-mod-http-lua', 'caddy', 'haproxy'], '');
}

/**
 * What the tests of a store on a server need: a compiler for the test server, an old server that must
 * be refused, and ZooKeeper for replicated tables; without the last two, their tests are skipped.
 */
export async function ensureServers() {
  const compiler = '/usr/bin/gcc';
  const oldServer = '/usr/sbin/clickhouse-server';
  const zookeeper = '/usr/share/java/zookeeper.jar';
  if (process.platform !== 'linux') return;
  if (!existsSync(compiler)) {
    await installPackages(['gcc', 'libc6-dev'], 'install a C compiler (apt-get install gcc)');
  }
  if ([oldServer, zookeeper].every((file) => existsSync(file)) || !mayInstall()) return;
  await installPackages(['clickhouse-server', 'zookeeper', 'default-jre-headless'], '');
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
