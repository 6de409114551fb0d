import { join, readdirSync, rmSync, statSync, unlinkSync } from '../runtime/node-modules.js';
import type { Environment } from '../runtime/variables.js';
import { deliveryLogDirectory } from '../spool/delivery-log.js';
import { keptRunsDirectory } from '../spool/kept-flow-runs.js';
import { findTemporarySpools } from '../spool/temporary-spool.js';
import { countWaiting, readSpoolContents } from './spool-contents.js';

/**
 * Deletes every unsent event in these spools, including quarantined ones. Events that running invocations record later stay
 * until the next purge or until they are too old.
 *
 * @returns The number of unsent events.
 */
export const purgeSpools = (roots: readonly string[]): number =>
  roots.reduce((sum, root) => sum + purgeSpool(root), 0);

function purgeSpool(root: string): number {
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) return 0;
  const contents = readSpoolContents(root);
  const { events } = countWaiting(contents);
  for (const path of [...contents.waiting.map(({ path }) => path), ...contents.quarantined]) {
    try {
      unlinkSync(path);
    } catch (error) {
      // A sender may have deleted it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  // Open runs of resumable flows are deleted too, so they are not reported later.
  rmSync(join(root, keptRunsDirectory), { recursive: true, force: true });
  return events;
}

/** Deletes the events of sandboxes in the temporary directory; see {@link purgeSpool}. */
export function purgeTemporarySpools(tool: string, environment: Environment): number {
  return findTemporarySpools(tool, environment).reduce((events, path) => {
    const purged = purgeSpool(path);
    rmSync(path, { recursive: true, force: true });
    return events + purged;
  }, 0);
}

/** Deletes the copies of sent events, because each contains the id. */
export function purgeCopies(root: string): void {
  for (const name of readdirSync(root)) {
    if (name === deliveryLogDirectory || name.endsWith('.flushed.jsonl')) {
      rmSync(join(root, name), { recursive: true, force: true });
    }
  }
}
