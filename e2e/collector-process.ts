import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../packages/collector/bin/sonde-collector.js', import.meta.url));

/**
 * A port that is free now and that the system does not assign on its own, so that it can be used
 * later and again after a restart.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/**
 * The real collector as a separate process, which can be killed and restarted on the same port and
 * data.
 */
export interface CollectorProcess {
  readonly url: string;
  start(): Promise<void>;
  /** SIGKILL: no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Its process id while it runs. */
  pid(): number | undefined;
  /** Its stdout so far. */
  output(): string;
  /** Its stderr so far. */
  errors(): string;
}

export async function createCollectorProcess(options: {
  dataDirectory: string;
  /** More options of `serve`; a function if they contain its URL. */
  args?: readonly string[] | ((url: string) => readonly string[]);
}): Promise<CollectorProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const { args = [] } = options;
  let output = '';
  let errors = '';

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null) return running?.exitCode ?? null;
    const exited = once(running, 'exit');
    running.kill(signal);
    const [code] = await exited;
    return code;
  }

  return {
    url,
    async start() {
      const started = spawn(
        process.execPath,
        [
          bin,
          'serve',
          '--port',
          String(port),
          '--data-dir',
          options.dataDirectory,
          ...(typeof args === 'function' ? args(url) : args),
        ],
        {
          env: { PATH: process.env.PATH, HOME: options.dataDirectory, SONDE_STOP_DELAY: '0' },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      child = started;
      started.stdout.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
      started.stderr.setEncoding('utf8').on('data', (text) => {
        errors += text;
      });
      while (started.exitCode === null && started.signalCode === null) {
        const ready = await fetch(`${url}/readyz`).then(
          (response) => response.ok,
          () => false,
        );
        if (ready) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`the collector ended while starting:\n${errors}`);
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    pid: () => child?.pid,
    output: () => output,
    errors: () => errors,
  };
}

/** Every line of the export, parsed. */
export async function exportEvents(url: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/api/v1/export/events?format=ndjson`);
  if (!response.ok) throw new Error(`export returned ${response.status}: ${await response.text()}`);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
