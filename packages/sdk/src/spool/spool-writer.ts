import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from '../runtime/node-modules.js';
import { openedName } from './spool-file-name.js';

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
  const path = `${directory}/${openedName(Date.now(), process.pid, invocationId, destination)}`;
  const openPath = `${path}.open.jsonl`;
  let bytes = 0;
  let events = 0;
  let sealed = false;
  const open = () => openSync(openPath, 'ax', 0o600);
  let fd: number;
  try {
    fd = open();
  } catch (error) {
    fd = openAfter(error);
  }

  function openAfter(error: unknown): number {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    makeDirectory(directory);
    return open();
  }

  return {
    append(lines, added) {
      if (sealed) return false;
      try {
        const expected = Buffer.byteLength(lines);
        if (bytes + expected > maxFileBytes) return false;
        if (write(fd, lines) !== expected) throw new Error('short write');
        bytes += expected;
        events += added;
        return true;
      } catch {
        try {
          // A disk that fills up in the middle of a write leaves half a line.
          if (fstatSync(fd).size > bytes) ftruncateSync(fd, bytes);
        } catch {}
        return false;
      }
    },

    seal() {
      if (sealed) return;
      sealed = true;
      try {
        closeSync(fd);
        renameSync(openPath, `${path}_${events}_${bytes}_0.ready.jsonl`);
      } catch {
        // It stays open, and a later sender finds that its process is gone.
      }
    },
  };
}
