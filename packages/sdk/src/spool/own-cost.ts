import {
  closeSync,
  constants,
  join,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from '../runtime/node-modules.js';
import { readSmallFile } from './small-file.js';
import { writeDraft } from './write-draft.js';

/** The number of runs that are kept. */
const rememberedRuns = 100;

/** Each line is one run: the time spent in the SDK, in microseconds. */
const bytesToTrimAt = 4_000;

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
/** Refuses a link, which may lead to another file, and a pipe without a reader. */
const appendFlags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW;

function costLogPath(directory: string): string {
  return join(directory, 'cost');
}

/** Records the time that this run spent in the SDK. Throws on failure. */
export function noteCost(directory: string, ms: number): void {
  const fd = openSync(costLogPath(directory), appendFlags, 0o600);
  writeSync(fd, `${Math.round(ms * 1_000)}\n`);
  closeSync(fd);
}

/** The time spent in the SDK in the last runs, in milliseconds, oldest first; empty if there is no record. */
export function readCostLog(directory: string): number[] {
  try {
    return (readSmallFile(costLogPath(directory)) ?? '')
      .split('\n')
      .filter((line) => /^\d{1,12}$/.test(line))
      .slice(-rememberedRuns)
      .map((line) => Number(line) / 1_000);
  } catch {
    return [];
  }
}

/** Deletes the records of all but the last runs. A run that ends at this moment may be lost. Never throws. */
export function trimCostLog(directory: string): void {
  const path = costLogPath(directory);
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < bytesToTrimAt) return;
    const lines = readCostLog(directory).map((cost) => Math.round(cost * 1_000));
    const draft = `${path}.${process.pid}.tmp`;
    writeDraft(draft, `${lines.join('\n')}\n`);
    renameSync(draft, path);
  } catch {
    // The next sender tries again.
  }
}
