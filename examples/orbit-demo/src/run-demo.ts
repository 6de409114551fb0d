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
  /** Runs of orbit, with every ending among them when they are 300 or more. Default 420. */
  runs?: number;
  /** The same seed gives the same story. Default 1. */
  seed?: number;
  /** Users at a time. Default: the number of cores and one more. */
  parallel?: number;
  /** Ends the demo after the runs that are under way. */
  signal?: AbortSignal;
}

/**
 * Runs orbit for real, against an orbit-cloud of its own, as many different users, and resolves when
 * all they recorded was delivered. Leaves no file, and no process either, but for senders that wait for
 * an answer when it is stopped: they end by themselves, as those of any tool.
 *
 * @throws When a run ends otherwise than planned, or something was not delivered.
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
  // What is written from then on stands below the bar.
  signal.addEventListener('abort', () => progress.stop(), { once: true });
  try {
    await cloud.setRegionAvailable(unavailableRegion, false);
    const waiting = [...planned.entries()];
    const work = async () => {
      // Before anything else: to begin with a user costs accounts, whose passwords are slow to hash.
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
        // Ctrl-C reaches what runs just now as well; that is no failure of it.
        if (options.signal?.aborted === true) return;
        // The others stop after their current run; the directories must not go before.
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

/** What senders are given to end: their own deadline, and as much again for a machine that is busy. */
const removalMs = 20_000;

/**
 * Removes a directory in which senders may still be at work. `rmSync` looks into a directory once, and
 * what comes into it meanwhile stays there however often it is repeated by its own options.
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
  // After a failure that failure is what has to be said.
  process.stderr.write(
    `\nNot removed: ${directory}${problem === undefined ? '' : ` (${problem})`}\n`,
  );
}

/** Says at once what would otherwise only show when nothing is delivered. */
async function checkEndpoint(endpoint: string): Promise<void> {
  await fetch(endpoint, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new Error(`Nothing answers at ${endpoint}: start the collector first.`, { cause });
  });
}
