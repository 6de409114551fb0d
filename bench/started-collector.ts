import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(
  new URL('../packages/collector/bin/sonde-collector.js', import.meta.url),
);

/**
 * Starts the collector on a free port, without accounts.
 *
 * @param through A command that starts the collector by replacing itself. Default: none.
 */
export async function startCollector(
  dataDirectory: string,
  args: readonly string[] = [],
  through: readonly string[] = [],
): Promise<{ url: string; child: ChildProcess }> {
  const serve = [program, 'serve', '--port', '0', '--data-dir', dataDirectory, ...args];
  const [command = process.execPath, ...rest] = [...through, process.execPath, ...serve];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) {
      child.stdout.resume();
      return { url, child };
    }
  }
  throw new Error('the collector ended while starting');
}
