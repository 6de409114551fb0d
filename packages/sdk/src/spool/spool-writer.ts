import { closeSync, fstatSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { formatSpoolFileName, type SpoolFileName } from './spool-file-name.js';

/** The file of one invocation. */
export interface SpoolWriter {
  /**
   * Appends whole lines with one write. False when they could not be written whole; then the file is
   * as before. Also when the file would become larger than 5 MB.
   */
  append(lines: string, events: number): boolean;
  /** Closes the file and marks it complete. */
  seal(): void;
}

/** Half of what a spool may hold, so that one run that reports without end leaves room for others. */
const maxFileBytes = 5_000_000;

/**
 * Opens the file of an invocation; throws when the directory cannot be used.
 *
 * Directories are made 0700, the file 0600.
 */
export function openSpoolWriter(options: {
  directory: string;
  invocationId: string;
  destination: string;
  /** Makes the directory, and those above it; asked when it is missing. */
  makeDirectory: (path: string) => void;
  /** Default that of `node:fs`; another so that a full disk can be tested. */
  write?: (fd: number, text: string) => number;
}): SpoolWriter {
  const { directory, invocationId, destination, makeDirectory, write = writeSync } = options;
  const name: SpoolFileName = {
    state: 'open',
    openedAt: Date.now(),
    pid: process.pid,
    invocationId,
    destination,
    events: 0,
    bytes: 0,
    offset: 0,
    claimedAt: 0,
    claimedBy: 0,
  };
  const openPath = `${directory}/${formatSpoolFileName(name)}`;
  const open = () => openSync(openPath, 'ax', 0o600);
  let fd: number;
  try {
    fd = open();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeDirectory(directory);
    fd = open();
  }
  let sealed = false;

  return {
    append(lines, events) {
      if (sealed) return false;
      try {
        const expected = Buffer.byteLength(lines);
        if (name.bytes + expected > maxFileBytes) return false;
        if (write(fd, lines) !== expected) throw new Error('short write');
        name.bytes += expected;
        name.events += events;
        return true;
      } catch {
        try {
          // A disk that fills up in the middle of a write leaves half a line.
          if (fstatSync(fd).size > name.bytes) ftruncateSync(fd, name.bytes);
        } catch {}
        return false;
      }
    },

    seal() {
      if (sealed) return;
      sealed = true;
      try {
        closeSync(fd);
        renameSync(openPath, `${directory}/${formatSpoolFileName({ ...name, state: 'ready' })}`);
      } catch {
        // It stays open, and a later sender finds that its process is gone.
      }
    },
  };
}
