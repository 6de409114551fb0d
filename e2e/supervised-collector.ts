import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../packages/collector/bin/sonde-collector.js', import.meta.url));

/** Restarts the collector on its own inherited socket whenever it ends, until it is stopped itself. */
const supervisor = `
trap 'ended=1' TERM
directory=$1
shift
while [ -z "$ended" ]; do
  sh -c 'echo $$ > "$0/pid"; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"' "$directory" "$@" &
  wait $!
  wait $!
done`;

/**
 * The real collector as a service with a socket of its own: a supervisor holds the socket and
 * restarts the collector, so no connection is ever refused.
 */
export interface SupervisedCollector {
  readonly url: string;
  /** Sends a signal to the collector. */
  signal(name: NodeJS.Signals): void;
  /** Ends the collector with a signal; resolves when there is a new one, which may not be ready. */
  restart(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Resolves when it responds that it is ready. */
  untilReady(): Promise<void>;
  /** Ends the supervisor and the collector, and waits for both. */
  stop(): Promise<void>;
}

/**
 * Starts one. Its data is in `data` in this directory, or in `dataDirectory`.
 *
 * @param directory Created if missing.
 */
export async function startSupervisedCollector(
  directory: string,
  { dataDirectory = join(directory, 'data'), args = [] as readonly string[] } = {},
): Promise<SupervisedCollector> {
  mkdirSync(directory, { recursive: true });
  const listening = createServer().listen(0, '127.0.0.1', 4_096);
  await once(listening, 'listening');
  const { port } = listening.address() as { port: number };
  const { fd } = (listening as unknown as { _handle: { fd: number } })._handle;
  const serve = [process.execPath, bin, 'serve', '--data-dir', dataDirectory, ...args];
  const child = spawn('sh', ['-c', supervisor, 'sh', directory, ...serve], {
    env: { PATH: process.env.PATH, HOME: directory },
    stdio: ['ignore', 'ignore', 'inherit', fd],
  });
  // From here on the supervisor holds the socket.
  listening.close();
  const url = `http://127.0.0.1:${port}`;

  /** The process that has the socket, once it is another than this one. */
  const readNextPid = async (before: number) => {
    for (;;) {
      const text = readPid(directory);
      // The shell empties the file before it writes.
      if (text.endsWith('\n') && Number(text) !== before) return Number(text);
      await delay(50);
    }
  };
  let pid = await readNextPid(0);
  return {
    url,
    signal: (name) => process.kill(pid, name),
    async restart(name) {
      process.kill(pid, name);
      pid = await readNextPid(pid);
    },
    async untilReady() {
      const isReady = () =>
        fetch(`${url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      while (!(await isReady())) await delay(50);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      process.kill(pid, 'SIGTERM');
      await ended;
    },
  };
}

function readPid(directory: string): string {
  try {
    return readFileSync(join(directory, 'pid'), 'utf8');
  } catch {
    return '';
  }
}
