import {
  closeSync,
  join,
  readdirSync,
  readSync,
  statSync,
  unlinkSync,
} from '../runtime/node-modules.js';
import { isAlive, namespaceNumber, type ProcessIdentity } from '../runtime/process-identity.js';
import { readRunningProcess } from '../runtime/running-process.js';
import type { ControlRecord } from './control-record.js';
import { ownFilesOf } from './own-files.js';
import { renameFile } from './rename-file.js';
import { formatSpoolFileName, parseSpoolFileName, type SpoolFileName } from './spool-file-name.js';
import { openRegularFile, parseSpoolLine } from './spool-reader.js';

/** A file that only this sender may send. */
export interface Claim {
  readonly path: string;
  readonly name: SpoolFileName;
  /** Records how many bytes were sent. False if another sender has taken the file. */
  advance(offset: number): boolean;
  /** Leaves it to the next sender. */
  release(): void;
  /** The whole file was sent: deletes it, or keeps it as a copy. */
  finish(keep: boolean): void;
}

/** Longer than any sender runs. */
const staleClaimMs = 30_000;
/** A process in another namespace counts as dead if it has written nothing for this long. */
const foreignSilenceMs = 24 * 3_600_000;

/** Reads the first line, which names the process that writes the file. */
function readOpened(path: string): Extract<ControlRecord, { control: 'opened' }> | undefined {
  const buffer = new Uint8Array(4096);
  const fd = openRegularFile(path);
  try {
    const length = readSync(fd, buffer);
    const end = buffer.subarray(0, length).indexOf(10);
    if (end < 0) return undefined;
    const line = parseSpoolLine(buffer.subarray(0, end), end);
    return line.kind === 'control' && line.control.control === 'opened' ? line.control : undefined;
  } finally {
    closeSync(fd);
  }
}

/** Whether the process that wrote this file has ended. */
function isAbandoned(path: string, name: SpoolFileName, self: ProcessIdentity): boolean {
  let opened: ReturnType<typeof readOpened>;
  try {
    opened = readOpened(path);
    if (opened !== undefined && opened.namespace !== self.namespace) {
      return Date.now() - statSync(path).mtimeMs > foreignSilenceMs;
    }
  } catch {
    return false;
  }
  if (!isAlive(name.pid)) return true;
  const running = readRunningProcess(name.pid);
  if (running === undefined) return false;
  if (running.ended) return true;
  if (opened === undefined) return false;
  // Another process may have the same id by now.
  if (opened.start !== null && running.start !== null) return opened.start !== running.start;
  return running.startedAt !== null && Math.abs(running.startedAt - opened.started_at) > 5_000;
}

function createClaim(directory: string, initial: SpoolFileName): Claim {
  let name = initial;
  const pathOf = (file: SpoolFileName) => join(directory, formatSpoolFileName(file));
  const move = (next: SpoolFileName): boolean => {
    try {
      renameFile(pathOf(name), pathOf(next));
      name = next;
      return true;
    } catch {
      return false;
    }
  };
  return {
    get path() {
      return pathOf(name);
    },
    get name() {
      return name;
    },
    advance: (offset) => move({ ...name, offset }),
    release: () => {
      move({ ...name, state: 'ready' });
    },
    finish(keep) {
      if (keep) {
        move({ ...name, state: 'flushed' });
        return;
      }
      try {
        unlinkSync(pathOf(name));
      } catch {}
    },
  };
}

/** Whether a file may be claimed: it is complete, or the tool or sender that had it has died. */
export function isClaimable(
  directory: string,
  entry: string,
  name: SpoolFileName,
  self: ProcessIdentity,
): boolean {
  if (name.state === 'ready') return true;
  if (name.state === 'open') return isAbandoned(join(directory, entry), name, self);
  if (name.state !== 'claimed') return false;
  // The sender was killed, or the machine slept; a sender that wakes up finds the file gone.
  // In a container, the dead sender may even have had this process's id.
  if (Math.abs(Date.now() - name.claimedAt) > staleClaimMs) return true;
  // A process id from another namespace means nothing here.
  const isForeign = name.claimedIn !== 0 && name.claimedIn !== namespaceNumber(self);
  return !isForeign && !isAlive(name.claimedBy);
}

/** Files that may be claimed, oldest first. */
export function listClaimable(directory: string, self: ProcessIdentity): SpoolFileName[] {
  const found: SpoolFileName[] = [];
  const isOwn = ownFilesOf(directory);
  for (const entry of readdirSync(directory)) {
    const name = parseSpoolFileName(entry);
    if (name === undefined || !isOwn(entry)) continue;
    if (isClaimable(directory, entry, name, self)) found.push(name);
  }
  return found.sort(
    (one, other) =>
      one.openedAt - other.openedAt || (one.invocationId < other.invocationId ? -1 : 1),
  );
}

/** Claims a file by renaming it, which only one process can do; undefined if another process was faster. */
export function claimFile(
  directory: string,
  found: SpoolFileName,
  self: ProcessIdentity,
): Claim | undefined {
  const claimed: SpoolFileName = {
    ...found,
    state: 'claimed',
    claimedAt: Date.now(),
    claimedBy: process.pid,
    claimedIn: namespaceNumber(self),
  };
  try {
    renameFile(
      join(directory, formatSpoolFileName(found)),
      join(directory, formatSpoolFileName(claimed)),
    );
  } catch {
    return undefined;
  }
  return createClaim(directory, claimed);
}
