import { readdirSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { deliveryLogDirectory } from '../spool/delivery-log.js';
import { keptRunsDirectory } from '../spool/kept-flow-runs.js';
import { countWaiting, readSpoolContents } from './spool-contents.js';

/**
 * Deletes all that was recorded and not sent, quarantined events included. What runs that are going on
 * record after this stays until it is purged again or too old.
 *
 * @returns How many events waited.
 */
export function purgeSpool(root: string | undefined): number {
  if (root === undefined) return 0;
  const contents = readSpoolContents(root);
  const { events } = countWaiting(contents);
  for (const path of [...contents.waiting.map(({ path }) => path), ...contents.quarantined]) {
    try {
      unlinkSync(path);
    } catch (error) {
      // A sender may have finished with it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  // What was begun and is not yet ended is not reported later either.
  rmSync(join(root, keptRunsDirectory), { recursive: true, force: true });
  return events;
}

/** Deletes the copies of what was sent: each carries the id that it was sent under. */
export function purgeCopies(root: string): void {
  for (const name of readdirSync(root)) {
    if (name === deliveryLogDirectory || name.endsWith('.flushed.jsonl')) {
      rmSync(join(root, name), { recursive: true, force: true });
    }
  }
}
