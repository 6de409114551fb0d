import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Build, type Fill, ownRoot } from './build.js';

const day = 86_400_000;

/** Events of eight weeks. */
export function eightWeeks(events: number): Fill {
  const now = Date.now();
  return { periods: [{ events, from: now - 56 * day, to: now }], now };
}

/**
 * Events of the last 60 days, and others that are between 90 and 365 days old. Neither a query for
 * 30 days nor its comparison with the 30 days before needs these.
 */
export function recentAndOld(recent: number, old: number): Fill {
  const now = Date.now();
  return {
    periods: [
      { events: recent, from: now - 60 * day, to: now },
      { events: old, from: now - 365 * day, to: now - 90 * day },
    ],
    now,
  };
}

/** Data directories of a run; temporary ones are removed at its end. */
export class DataDirectories {
  readonly #root = mkdtempSync(join(tmpdir(), 'sonde-bench-query-'));
  #count = 0;

  /** The path of a new one, which does not exist yet. */
  create(): string {
    this.#count += 1;
    return join(this.#root, `data-${this.#count}`);
  }

  /**
   * Fills a directory, unless it exists. Nothing opens it afterwards, except for copying: a build
   * migrates what it opens.
   *
   * @param kept Directory to keep. Default: a temporary one.
   * @param root The checkout that fills it: the oldest of those that will open copies of it.
   */
  async fill(fill: Fill, { kept, root }: { kept?: string | undefined; root: string }) {
    const directory = kept ?? this.create();
    if (existsSync(join(directory, 'clickhouse'))) return directory;
    const began = performance.now();
    const build = new Build(root, directory);
    await build.ask('fill', fill);
    await build.close();
    const events = fill.periods.reduce((sum, period) => sum + period.events, 0);
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.error(`filled ${directory} with ${events} events in ${seconds} s`);
    return directory;
  }

  copy(directory: string): string {
    const copy = this.create();
    cpSync(directory, copy, { recursive: true });
    return copy;
  }

  /** A new path with a suffix, for another kind of file. */
  file(suffix: string): string {
    return `${this.create()}${suffix}`;
  }

  remove(directory: string): void {
    rmSync(directory, { recursive: true, force: true });
  }

  removeAll(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Opens a copy of the data with a build; resolves when its background work is done. */
export async function openCopy(
  directories: DataDirectories,
  directory: string,
  root: string = ownRoot,
) {
  const began = performance.now();
  const copy = directories.copy(directory);
  const build = new Build(root, copy);
  const data = await build.ask('open');
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  console.error(`${root} copied and opened the data, and did its background work, in ${seconds} s`);
  return { build, data, directory: copy };
}

/**
 * A copy of the data that this build has migrated, with its background work done: later copies of
 * it open quickly.
 */
export async function migrateCopy(directories: DataDirectories, directory: string) {
  const { build, directory: copy } = await openCopy(directories, directory);
  await build.close();
  return copy;
}
