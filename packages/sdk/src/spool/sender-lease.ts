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

/** Longer than any sender may run, so that a lease this old has no holder whatever its process id says. */
const expiryMs = 30_000;

function read(path: string): string | undefined {
  try {
    return readSmallFile(path);
  } catch {
    return undefined;
  }
}

/** Whether a sender is at work in this spool. */
export function isLeaseHeld(directory: string): boolean {
  const path = leasePath(directory);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  if (Math.abs(Date.now() - stats.mtimeMs) > expiryMs) return false;
  if (!ownFilesOf(directory)(leaseName)) return false;
  const [pid, start = '', , namespace] = (read(path) ?? '').split(' ');
  // Of a sender in another namespace, only the age of the lease is known.
  if (namespace !== undefined && namespace !== String(namespaceNumber(identifyProcess())))
    return true;
  if (!isAlive(Number(pid))) return false;
  // The id may have been given to another process since.
  const running = readKernelStatus(Number(pid));
  return running === null || (!running.ended && (start === '-' || running.start === start));
}

/** Whatever is there, a directory included. */
function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}

/**
 * Takes the lease of a spool: a function that gives it back, or undefined when another sender has it.
 *
 * The lease keeps senders from piling up. That no event is sent by two of them does not rest on it
 * but on the atomic rename by which a file is claimed.
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
  // Another user's lease, which may not be removed, holds nobody off.
  return existsSync(path) && !ownFilesOf(directory)(leaseName) ? () => {} : undefined;
}

/**
 * File systems without links, and full ones: an exclusive create, which shows an empty lease for a
 * moment. On a full disk it stays empty, and holds others off as well.
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
