import {
  existsSync,
  linkSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from '../runtime/node-modules.js';
import {
  identifyProcess,
  isAlive,
  namespaceNumber,
  readKernelStatus,
} from '../runtime/process-identity.js';
import { ownFilesOf } from './own-files.js';
import { readSmallFile } from './small-file.js';
import { writeDraft } from './write-draft.js';

const leaseName = 'sender.lease';
const leasePath = (directory: string): string => `${directory}/${leaseName}`;

/** Longer than any sender runs, so an older lease is free even if its process id exists. */
const expiryMs = 30_000;

function read(path: string): string | undefined {
  try {
    return readSmallFile(path);
  } catch {
    return undefined;
  }
}

/** Whether a sender is running for this spool. */
export function isLeaseHeld(directory: string): boolean {
  const path = leasePath(directory);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (Math.abs(Date.now() - stats.mtimeMs) > expiryMs) return false;
  if (!ownFilesOf(directory)(leaseName)) return false;
  const [pid, start = '', , namespace] = (read(path) ?? '').split(' ');
  // A process in another namespace is invisible here, so only the lease's age counts.
  if (namespace !== undefined && namespace !== String(namespaceNumber(identifyProcess())))
    return true;
  if (!isAlive(Number(pid))) return false;
  // Another process may have the same id by now.
  const running = readKernelStatus(Number(pid));
  return running === null || (!running.ended && (start === '-' || running.start === start));
}

/** Deletes a file or a directory. Never throws. */
function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}

/**
 * Takes the lease of a spool. Returns a function that releases it, or undefined if another sender holds it.
 *
 * The lease only keeps senders from piling up. The atomic rename that claims a file ensures that no two
 * senders send the same event.
 */
export function acquireLease(directory: string): (() => void) | undefined {
  const path = leasePath(directory);
  const self = identifyProcess();
  const content = `${process.pid} ${self.start ?? '-'} ${Math.random()} ${namespaceNumber(self)}`;
  const draft = `${path}.${process.pid}.tmp`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeDraft(draft, content);
      linkSync(draft, path);
      return () => {
        if (read(path) === content) {
          try {
            unlinkSync(path);
          } catch {}
        }
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        if (existsSync(path) && !isLeaseHeld(directory)) discard(path);
        return acquireWithoutLinks(path, content);
      }
      if (isLeaseHeld(directory)) return undefined;
      discard(path);
    } finally {
      try {
        unlinkSync(draft);
      } catch {}
    }
  }
  // Another user's lease cannot be deleted, and is ignored.
  return existsSync(path) && !ownFilesOf(directory)(leaseName) ? () => {} : undefined;
}

/**
 * For file systems without links, and full disks: creates the file exclusively. The lease is empty for a
 * moment, and stays empty on a full disk, where it still stops other senders.
 */
function acquireWithoutLinks(path: string, content: string): (() => void) | undefined {
  try {
    writeFileSync(path, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!/^(ENOSPC|EDQUOT)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined;
  }
  return () => {
    try {
      unlinkSync(path);
    } catch {}
  };
}
