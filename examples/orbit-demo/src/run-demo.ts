import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOrbitCloud } from '@sonde/example-orbit-cloud';
import { createCloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { playUser } from './play.js';
import { createProgress } from './progress.js';
import { unavailableRegion } from './scenario.js';
import { createSchedule } from './schedule.js';
import { createSummary, type Summary } from './summary.js';

export interface DemoOptions {
  /** Base URL of the collector. */
  endpoint: string;
  /** Write key for it. */
  key?: string;
  /** Default 60. */
  users?: number;
  /** Number of orbit runs; from 300 on, every outcome is included. Default 420. */
  runs?: number;
  /** The same seed gives the same runs. Default 1. */
  seed?: number;
  /** Number of concurrent users. Default: the number of cores plus one. */
  parallel?: number;
  /** Ends the demo after the current runs. */
  signal?: AbortSignal;
}

/**
 * Runs orbit for real, with its own orbit-cloud, as many different users, and resolves when all
 * recorded events were delivered. Leaves no files and no processes behind, except senders that are
 * waiting for a response when it is stopped: like those of any tool, they end by themselves.
 *
 * @throws If a run does not end as planned, or something was not delivered.
 */
export async function runDemo(options: DemoOptions): Promise<Summary> {
  const { endpoint, key, users = 60, runs = 420, seed = 1 } = options;
  const { parallel = availableParallelism() + 1 } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
  await checkEndpoint(endpoint);
  const root = mkdtempSync(join(tmpdir(), 'orbit-demo-'));
  const summary = createSummary();
  const service = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  const cloud = createCloudAdmin(service);
  const planned = createSchedule({ seed, users, runs, now: Date.now() });
  const progress = createProgress(
    planned.reduce((sum, user) => sum + user.runs.length, 0),
    'Running orbit',
  );
  // Later output appears below the bar.
  signal.addEventListener('abort', () => progress.stop(), { once: true });
  try {
    await cloud.setRegionAvailable(unavailableRegion, false);
    const waiting = [...planned.entries()];
    const work = async () => {
      // Checked first: creating a user means creating accounts, whose passwords are slow to hash.
      while (!signal.aborted) {
        const next = waiting.shift();
        if (next === undefined) return;
        const [index, user] = next;
        const played = await playUser(user, index, {
          root,
          endpoint,
          cloudUrl: service.url,
          cloud,
          signal,
          ...(key === undefined ? {} : { key }),
          onRun(run, persona) {
            summary.add(run, persona);
            progress.advance();
          },
        });
        await drain(played, { signal });
      }
    };
    const workers = Array.from({ length: parallel }, () =>
      work().catch((error: unknown) => {
        // Ctrl-C also reaches running processes; that is not a failure.
        if (options.signal?.aborted === true) return;
        // The others stop after their current run; their directories must exist until then.
        stop.abort();
        throw error;
      }),
    );
    const ended = await Promise.allSettled(workers);
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return summary;
  } finally {
    progress.stop();
    await service.close();
    await removeDirectory(root);
  }
}

/** Time for senders to end: their own deadline, and the same again for a busy machine. */
const removalMs = 20_000;

/**
 * Removes a directory that senders may still be using. `rmSync` lists a directory once; files added
 * meanwhile stay, even with its retry options.
 */
async function removeDirectory(directory: string): Promise<void> {
  const deadline = performance.now() + removalMs;
  let problem: unknown;
  while (performance.now() < deadline) {
    try {
      rmSync(directory, { recursive: true, force: true });
      if (!existsSync(directory)) return;
    } catch (error) {
      problem = error;
    }
    await sleep(100);
  }
  // After a failure, that failure is the one to report.
  process.stderr.write(
    `\nNot removed: ${directory}${problem === undefined ? '' : ` (${problem})`}\n`,
  );
}

/** Reports at once what would otherwise show only when delivery fails. */
async function checkEndpoint(endpoint: string): Promise<void> {
  await fetch(endpoint, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${endpoint}: start the collector first.`, { cause });
  });
}
