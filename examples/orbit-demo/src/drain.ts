import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OrbitUser } from './orbit-user.js';

export interface DrainOptions {
  /** Default 120 000. */
  timeoutMs?: number;
  /** Time for senders that are already running before another one is started. Default 1000. */
  patienceMs?: number;
  signal?: AbortSignal;
}

const flushProgram = fileURLToPath(new URL('../bin/flush.js', import.meta.url));

/** Event files that are waiting for delivery, or being delivered. */
export function listUndelivered(user: OrbitUser): string[] {
  try {
    return readdirSync(user.spoolDirectory).filter(
      (name) =>
        /\.(open|ready|claimed_[\d_]+)\.jsonl$/.test(name) &&
        // A process that recorded nothing may leave an empty file. One that is gone was renamed
        // meanwhile: it still waits, under another name.
        statSync(join(user.spoolDirectory, name), { throwIfNoEntry: false })?.size !== 0,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Resolves when everything the user's runs recorded was delivered. Where no sender does it, because
 * the last run was killed or a delivery failed, it is sent without waiting for a later run.
 *
 * @throws When it was not in time.
 */
export async function drain(user: OrbitUser, options: DrainOptions = {}): Promise<void> {
  const { timeoutMs = 120_000, patienceMs = 1_000, signal } = options;
  const deadline = performance.now() + timeoutMs;
  let nextFlushAt = performance.now() + patienceMs;
  let wasEmpty = false;
  while (signal?.aborted !== true) {
    const files = listUndelivered(user);
    // Reading a directory while a file is renamed may return neither name: read it twice.
    if (files.length === 0 && wasEmpty) return;
    wasEmpty = files.length === 0;
    if (performance.now() > deadline) {
      throw new Error(`Not delivered within ${timeoutMs} ms:\n${files.join('\n')}`);
    }
    if (performance.now() > nextFlushAt) {
      await flush(user);
      nextFlushAt = performance.now() + Math.max(patienceMs, 1_000);
    }
    await sleep(50);
  }
}

async function flush(user: OrbitUser): Promise<void> {
  const child = spawn(process.execPath, [flushProgram], {
    cwd: user.projectDirectory,
    env: user.env,
    stdio: 'ignore',
  });
  await once(child, 'exit');
}
