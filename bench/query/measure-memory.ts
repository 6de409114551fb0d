import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startCollector } from '../started-collector.js';
import { type DataDirectories, openCopy } from './data.js';
import { runOverHttp } from './http-rows.js';
import { createMemoryGroup } from './memory-group.js';
import { listRows } from './rows.js';

const rounds = 5;

/**
 * Runs every row through a collector that may use 1 GB, one after another and then all at the same
 * time, and prints the most memory that it used.
 */
export async function measureMemory(
  directories: DataDirectories,
  directory: string,
  limitBytes: number,
): Promise<void> {
  const { build, data, directory: copy } = await openCopy(directories, directory);
  await build.close();
  const group = createMemoryGroup(limitBytes);
  const { url, child } = await startCollector(copy, [], group?.through);
  const failures: string[] = [];
  try {
    const run = async (moved: number, index: number) => {
      const row = listRows(data, moved)[index];
      if (row === undefined) return;
      await runOverHttp(url, row).catch((error) => failures.push(String(error)));
    };
    const indexes = [...listRows(data, 0).keys()];
    for (let round = 0; round < rounds; round += 1) {
      for (const index of indexes) await run(round, index);
    }
    const oneByOne = readPeak(child.pid);
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(indexes.map((index) => run(rounds + round, index)));
    }
    const together = readPeak(child.pid);
    const limit =
      group === undefined
        ? 'without a limit: no control group could be created'
        : `under a limit of ${megabytes(limitBytes)} MB`;
    console.log(
      `\na collector ${limit} used at most ${oneByOne} MB for the queries one after another, ${together} MB for all at once; ` +
        `${child.exitCode === null && child.signalCode === null ? 'it survived' : 'it DIED'}, ` +
        `killed ${group?.kills() ?? 0} times, ${failures.length} of ${2 * rounds * indexes.length} queries failed`,
    );
    for (const failure of new Set(failures)) console.log(failure);
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    group?.remove();
    directories.remove(copy);
  }
}

const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);

/** The most resident memory so far, in MB; Linux only. */
function readPeak(pid: number | undefined): number | string {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return megabytes(1_024 * Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]));
  } catch {
    return 'unknown';
  }
}
