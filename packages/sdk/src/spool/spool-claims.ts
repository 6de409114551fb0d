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

/** A file that this sender has, and nobody else. */
export interface Claim {
  readonly path: string;
  readonly name: SpoolFileName;
  /** Notes how much was sent. False when another sender took the file. */
  advance(offset: number): boolean;
  /** Gives it back to whoever comes next. */
  release(): void;
  /** All of it was sent: deletes it, or keeps it as a copy. */
  finish(keep: boolean): void;
}

/** Longer than any sender may run. */
const staleClaimMs = 30_000;
/** A process that cannot be seen from here is taken for gone when it wrote nothing for this long. */
const foreignSilenceMs = 24 * 3_600_000;

/** The first line, which says which process writes the file. */
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

/** Whether the process that writes this file is gone. */
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
  // The id may have been given to another process since.
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

/** Whether a file is nobody's: complete, of a run that died, or of a sender that died. */
export function isClaimable(
  directory: string,
  entry: string,
  name: SpoolFileName,
  self: ProcessIdentity,
): boolean {
  if (name.state === 'ready') return true;
  if (name.state === 'open') return isAbandoned(join(directory, entry), name, self);
  if (name.state !== 'claimed') return false;
  // Its sender was killed, or sleeps and will find that the file is no longer there.
  // Or it had the id of this process, as happens in containers.
  if (Math.abs(Date.now() - name.claimedAt) > staleClaimMs) return true;
  // In another namespace, the id says nothing.
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

/** Takes a file by renaming it, which only one process can; undefined when another was faster. */
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
