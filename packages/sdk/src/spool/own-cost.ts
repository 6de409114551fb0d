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

/** Runs that are remembered. */
const rememberedRuns = 100;

/** Each line is a run: microseconds that calls of the SDK took. */
const bytesToTrimAt = 4_000;

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;
/** A link there leads to another file, and a pipe that nobody reads would never open: both are refused. */
const appendFlags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW;

function costLogPath(directory: string): string {
  return join(directory, 'cost');
}

/** Records the time that calls of the SDK took in this run. */
export function noteCost(directory: string, ms: number): void {
  const fd = openSync(costLogPath(directory), appendFlags, 0o600);
  writeSync(fd, `${Math.round(ms * 1_000)}\n`);
  closeSync(fd);
}

/** The SDK's time in the last runs, in milliseconds, oldest first; empty if nothing can be read. */
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

/** Keeps the last runs only. Never throws; a run that ends meanwhile may go unrecorded. */
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
