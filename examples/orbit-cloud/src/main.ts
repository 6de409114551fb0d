import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { TokenLifetimes } from './oauth/provider.js';
import { startOrbitCloud } from './orbit-cloud.js';

const help = `The service that orbit uses.

Usage: orbit-cloud serve [options]

  --port <number>     port to listen on (ORBIT_CLOUD_PORT; default 7380, 0: any free port)
  --host <address>    address to listen on (default 127.0.0.1)
  --data-dir <path>   where data is stored (ORBIT_CLOUD_DATA_DIR; default ./orbit-cloud-data)
  --public-url <url>  public address behind a proxy (ORBIT_CLOUD_PUBLIC_URL; default: its own)
  --access-token-seconds <number>
                      how long an access token lives (default 3600)
  --refresh-token-seconds <number>
                      how long a person stays signed in without using orbit (default 2592000, 30 days)
  --help
`;

interface ServeOptions {
  port: number;
  host: string;
  dataDirectory: string;
  publicUrl?: string;
  lifetimes: Partial<TokenLifetimes>;
}

function readSeconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new Error(
      `--${option} ${text} is not a lifetime: give a whole number of seconds, at least 1.`,
    );
  }
  return Number(text);
}

function readOptions(args: string[], env: NodeJS.ProcessEnv): ServeOptions | 'help' {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'data-dir': { type: 'string' },
      'public-url': { type: 'string' },
      'access-token-seconds': { type: 'string' },
      'refresh-token-seconds': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return 'help';
  if (positionals.length !== 1 || positionals[0] !== 'serve') {
    throw new Error('The only command is serve; see orbit-cloud --help.');
  }
  const port = values.port ?? env.ORBIT_CLOUD_PORT ?? '7380';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Error(`${port} is not a port: give a number from 0 to 65535.`);
  }
  const accessTokenSeconds = readSeconds('access-token-seconds', values['access-token-seconds']);
  const refreshTokenSeconds = readSeconds('refresh-token-seconds', values['refresh-token-seconds']);
  const publicUrl = values['public-url'] ?? env.ORBIT_CLOUD_PUBLIC_URL;
  if (publicUrl !== undefined && !/^https?:\/\/[^/]+\/?$/.test(publicUrl)) {
    throw new Error(
      `--public-url ${publicUrl} is not an address: give one such as https://orbit.example.`,
    );
  }
  return {
    ...(publicUrl === undefined ? {} : { publicUrl }),
    lifetimes: {
      ...(accessTokenSeconds === undefined ? {} : { accessTokenSeconds }),
      ...(refreshTokenSeconds === undefined ? {} : { refreshTokenSeconds }),
    },
    port: Number(port),
    host: values.host ?? '127.0.0.1',
    dataDirectory: resolve(values['data-dir'] ?? env.ORBIT_CLOUD_DATA_DIR ?? './orbit-cloud-data'),
  };
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => resolve());
    }
  });
}

/** Runs the command line; resolves with the exit code. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const options = readOptions(args, env);
    if (options === 'help') {
      process.stdout.write(help);
      return 0;
    }
    const stopped = untilStopped();
    const cloud = await startOrbitCloud(options);
    process.stdout.write(
      [
        `orbit-cloud listens on ${cloud.listensOn}`,
        'Sign in with orbit auth login, or create an account with orbit auth signup.',
        `For programs: ORBIT_TOKEN=$(cat ${join(options.dataDirectory, 'developer-token')})`,
        `/admin takes the token in ${join(options.dataDirectory, 'admin-token')}`,
        '',
      ].join('\n'),
    );
    await stopped;
    await cloud.close();
    return 0;
  } catch (error) {
    process.stderr.write(`orbit-cloud: ${describe(error)}\n`);
    return 1;
  }
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'the port is in use: stop the other program, or give --port.';
  if (code === 'EACCES' || code === 'EROFS') {
    return `${message}: choose a directory that can be written with --data-dir.`;
  }
  return message ?? String(error);
}
