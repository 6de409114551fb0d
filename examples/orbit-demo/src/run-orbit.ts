import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text as readAll } from 'node:stream/consumers';
import type { OrbitUser } from './orbit-user.js';
import { runInTerminal, type Turn } from './terminal.js';

export interface RunOptions {
  /** A program to run instead of orbit. Default: {@link orbitBin}. */
  program?: string;
  /** Input on the terminal. If given, even empty, orbit runs in a pseudo-terminal. */
  turns?: readonly Turn[];
  /** Standard input without a terminal. Default: empty. */
  input?: string;
  /** A file or device for standard output, without a terminal. */
  output?: string;
  /** More variables for this run. */
  env?: Record<string, string>;
  /** Sends a signal once `when` resolves, unless orbit has already ended. */
  interrupt?: { signal: NodeJS.Signals; when: () => Promise<void> };
  /** After this the run fails. Default 120 000. */
  timeoutMs?: number;
}

/** A finished run of orbit. */
export interface OrbitRun {
  /** Null when a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** In a terminal it includes stderr. */
  stdout: string;
  /** Empty in a terminal. */
  stderr: string;
  durationMs: number;
}

/** Path of orbit's program for Node.js. */
export const orbitBin = createRequire(import.meta.url).resolve('@sonde/example-orbit/bin/orbit.js');

/**
 * Runs orbit for real, as a separate process, and resolves when it has ended.
 *
 * @throws When it does not end in time, or a turn's text never came.
 *
 * @example
 * ```ts
 * await runOrbit(user, ['application', 'create'], {
 *   turns: [{ waitFor: 'Name of the application', type: 'sparrow\r' }, { waitFor: 'Plan', type: keys.ctrlC }],
 * });
 * ```
 */
export async function runOrbit(
  user: OrbitUser,
  args: readonly string[],
  options: RunOptions = {},
): Promise<OrbitRun> {
  const startedAt = performance.now();
  const command = { args: [options.program ?? orbitBin, ...args], cwd: user.projectDirectory };
  const env = { ...user.env, ...options.env };
  const { timeoutMs = 120_000, interrupt, turns, input = '', output } = options;
  const run =
    turns === undefined
      ? await runPlain({ ...command, env, input, output, interrupt, timeoutMs })
      : await runInTerminal({ ...command, env, turns, interrupt, timeoutMs });
  return { ...run, durationMs: performance.now() - startedAt };
}

async function runPlain(options: {
  args: string[];
  cwd: string;
  env: Record<string, string>;
  input: string;
  output: string | undefined;
  interrupt: RunOptions['interrupt'];
  timeoutMs: number;
}): Promise<Omit<OrbitRun, 'durationMs'>> {
  const { args, cwd, env, input, output, interrupt, timeoutMs } = options;
  const file = output === undefined ? undefined : openSync(output, 'w');
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    // In its own session, so that it has no terminal wherever this is started.
    detached: true,
    stdio: ['pipe', file ?? 'pipe', 'pipe'],
  });
  if (file !== undefined) closeSync(file);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const ended = new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>(
    (resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
    },
  );
  // It may have ended without reading.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  interrupt?.when().then(
    () => child.kill(interrupt.signal),
    () => child.kill('SIGKILL'),
  );
  const startedAt = performance.now();
  const [stdout, stderr, ending] = await Promise.all([
    child.stdout === null ? '' : readAll(child.stdout),
    child.stderr === null ? '' : readAll(child.stderr),
    ended,
  ]);
  clearTimeout(timer);
  if (performance.now() - startedAt >= timeoutMs) {
    throw new Error(`orbit did not end within ${timeoutMs} ms.\n${stdout}\n${stderr}`);
  }
  return { ...ending, stdout, stderr };
}
