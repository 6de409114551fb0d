import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  writeSync,
} from '../runtime/node-modules.js';
import { openedName } from './spool-file-name.js';

/** Writes the spool file of one invocation. */
export interface SpoolWriter {
  /**
   * Appends whole lines with one write. Returns false, and leaves the file unchanged, if they cannot be
   * written or if the file would exceed 5 MB.
   */
  append(lines: string, events: number): boolean;
  /** Closes the file and marks it complete. */
  seal(): void;
}

/** Half of a spool's limit, so that one run that records endlessly leaves room for others. */
const maxFileBytes = 5_000_000;

/**
 * Creates the file of an invocation with mode 0600. Throws if the directory cannot be used.
 */
export function openSpoolWriter(options: {
  directory: string;
  invocationId: string;
  destination: string;
  /** Creates the directory and its parents; called if it is missing. */
  makeDirectory: (path: string) => void;
  /** Default: `writeSync` of `node:fs`. Tests pass another to simulate a full disk. */
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
          // If the disk fills up during a write, half a line remains.
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
        // The file stays open, and a later sender finds that its process has ended.
      }
    },
  };
}
