import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { SupervisedCollector } from '../supervised-collector.js';

type FaultKind = 'kill' | 'restart' | 'pause' | 'fill';

export interface Fault {
  kind: FaultKind;
  /** Time without a fault before it. */
  afterMs: number;
  /** How long a pause or a full disk lasts. */
  lastsMs: number;
}

/** So many faults of each kind, in an order and at times that follow from the seed. */
export function planFaults(seed: number, rounds: number): readonly Fault[] {
  const kinds = (['kill', 'restart', 'pause', 'fill'] as const).flatMap((kind) =>
    Array.from({ length: rounds }, () => kind),
  );
  const order = fc.shuffledSubarray(kinds, { minLength: kinds.length });
  const times = fc.record({
    afterMs: fc.integer({ min: 2_000, max: 5_000 }),
    // Several clients give a request up after five or ten seconds.
    lastsMs: fc.integer({ min: 1_000, max: 12_000 }),
  });
  const plan = fc.tuple(order, fc.array(times, { minLength: kinds.length }));
  const [[shuffled, given] = [[], []]] = fc.sample(plan, { seed, numRuns: 1 });
  return shuffled.map((kind, index) => ({ kind, afterMs: 0, lastsMs: 0, ...given[index] }));
}

export async function inflict(
  { kind, afterMs, lastsMs }: Fault,
  collector: SupervisedCollector,
  disk: SmallDisk | undefined,
): Promise<void> {
  await delay(afterMs);
  if (kind === 'kill') await collector.restart('SIGKILL');
  else if (kind === 'restart') await collector.restart('SIGTERM');
  else if (kind === 'pause') {
    collector.signal('SIGSTOP');
    await delay(lastsMs);
    collector.signal('SIGCONT');
  } else {
    disk?.fill();
    // Nothing can be stored meanwhile, so a client without retries loses all of it.
    await delay(lastsMs / 4);
    disk?.free();
  }
  await collector.untilReady();
}

/** A file system small enough to fill up. */
export interface SmallDisk {
  path: string;
  /** To the last byte. */
  fill(): void;
  free(): void;
  remove(): void;
}

/** Mounts one; undefined if mounting is not allowed here. */
export function mountSmallDisk(path: string): SmallDisk | undefined {
  mkdirSync(path);
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=512m', 'tmpfs', path], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill() {
      const { bavail, bsize } = statfsSync(path);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // The collector has written meanwhile.
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove: () => execFileSync('/bin/umount', ['-l', path]),
  };
}
