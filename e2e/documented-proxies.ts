import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from './collector-process.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A proxy that docs/operating.md describes. */
export interface DocumentedProxy {
  /** The configuration in `deploy/`. */
  file: string;
  program: string;
  /** Adds what the test needs to the configuration. */
  complete: (part: string, home: string) => string;
  /** Sets the proxy's port in the configuration. */
  listen: (text: string, port: number) => string;
  args: (file: string) => string[];
}

const nginxModules = ['ndk_http_module', 'ngx_http_lua_module']
  .map((name) => `load_module /usr/lib/nginx/modules/${name}.so;`)
  .join('\n');

export const documentedProxies: readonly [string, DocumentedProxy][] = [
  [
    'nginx',
    {
      file: 'nginx.conf',
      program: '/usr/sbin/nginx',
      complete: (part, home) => `${nginxModules}
daemon off;
user root;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/error.log;
worker_rlimit_nofile 20000;
events { worker_connections 8192; }
http {
access_log off;
client_body_temp_path ${home}/body;
proxy_temp_path ${home}/proxy;
fastcgi_temp_path ${home}/fastcgi;
uwsgi_temp_path ${home}/uwsgi;
scgi_temp_path ${home}/scgi;
${part}}
`,
      listen: (text, port) => text.replace('listen 80;', `listen 127.0.0.1:${port};`),
      args: (file) => ['-c', file],
    },
  ],
  [
    'HAProxy',
    {
      file: 'haproxy.cfg',
      program: '/usr/sbin/haproxy',
      complete: (part) => part,
      listen: (text, port) => text.replace('bind :80', `bind 127.0.0.1:${port}`),
      args: (file) => ['-db', '-f', file],
    },
  ],
  [
    'Caddy',
    {
      file: 'Caddyfile',
      program: '/usr/bin/caddy',
      complete: (part) => `{\n  admin off\n}\n${part}`,
      listen: (text, port) => text.replace(/^:80 /m, `http://:${port} `),
      args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    },
  ],
];

export const isInstalled = ({ program }: DocumentedProxy): boolean => existsSync(program);

export interface RunningProxy {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a proxy in front of a collector on this port; resolves once it forwards requests.
 *
 * @param home For its files; created if missing.
 */
export async function startProxy(
  proxy: DocumentedProxy,
  collectorPort: number,
  home: string,
): Promise<RunningProxy> {
  mkdirSync(home, { recursive: true });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(home, 'proxy.conf');
  const part = readFileSync(join(root, 'deploy', proxy.file), 'utf8').replaceAll(
    '127.0.0.1:7377',
    `127.0.0.1:${collectorPort}`,
  );
  writeFileSync(file, proxy.listen(proxy.complete(part, home), port));
  const child = spawn(proxy.program, proxy.args(file), {
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (hasEnded(child)) throw new Error(`${proxy.program} ended while starting:\n${said}`);
    await delay(50);
  }
  return {
    url,
    async stop() {
      if (hasEnded(child)) return;
      const ended = once(child, 'exit');
      // Not SIGKILL: nginx's workers would survive it.
      child.kill('SIGTERM');
      const cut = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(cut);
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;
