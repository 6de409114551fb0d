import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/sonde-collector.js', import.meta.url));

/** A separate environment, independent of that of the tests. Stopping needs no time for proxies. */
const environment = { HOME: tmpdir(), SONDE_STOP_DELAY: '0' };

/** Every process started here; those of failed tests must not outlive their file. */
const children: ChildProcess[] = [];

export interface Output {
  stdout: string;
  stderr: string;
}

/** The real collector in a separate process. */
export interface CollectorProcess {
  readonly url: string;
  readonly output: Output;
  readonly child: ChildProcess;
  /** Sends a signal and resolves with how the process ended. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function spawnCollector(args: readonly string[], env: Record<string, string>, user?: number) {
  const child = spawn(process.execPath, [bin, ...args], {
    ...(user === undefined ? {} : { uid: user, gid: user }),
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const output: Output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}

/** Starts `sonde-collector serve` on a free port and resolves once it is running. */
export async function startProcess(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CollectorProcess> {
  const { child, output } = spawnCollector(['serve', '--port', '0', ...args], env);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const match = /https?:\/\/(?:[\d.]+|\[[0-9a-f:]+\]|localhost):\d+/.exec(output.stdout);
      // The last line is there, so the whole message is.
      if (match !== null && /^ {2}mode .*\n$/ms.test(output.stdout)) resolve(match[0]);
    });
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${output.stderr}`)));
  });
  return {
    url,
    output,
    child,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) {
        return { code: child.exitCode, signal: child.signalCode };
      }
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}

/** Runs `sonde-collector` to its end, as another user if one is given. */
export async function runProcess(
  args: readonly string[],
  env: Record<string, string> = {},
  user?: number,
): Promise<Output & { code: number | null }> {
  const { child, output } = spawnCollector(args, env, user);
  const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { ...output, code };
}

/**
 * A directory for one test file; it is removed at the end, and processes still running are ended.
 */
export function createTestDirectory(): { path: (name: string) => string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-collector-'));
  return {
    path: (name) => join(directory, name),
    remove: () => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** All lines of the export. */
export async function readExport(url: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/api/v1/export/events?format=ndjson`);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
