import type { Stats } from 'node:fs';
import { closeSync, constants, fstatSync, openSync, readSync } from '../runtime/node-modules.js';

const { O_RDONLY, O_NOCTTY, O_NONBLOCK } = constants;

/** A marker is a few lines long; a larger file is not read. */
const maxBytes = 65_536;

/** A marker file as it was read. */
export interface MarkerFile {
  text: string;
  stats: Stats;
}

/** Reads an open marker file. Throws when it is not a file, too large, or not text in UTF-8. */
export function readOpenMarker(fd: number): MarkerFile {
  const stats = fstatSync(fd);
  if (!stats.isFile()) throw new Error('is not a file');
  // The limit holds whatever the reported size is: a file in /proc reports none.
  const bytes = new Uint8Array(maxBytes + 1);
  let length = 0;
  for (;;) {
    const read = readSync(fd, bytes, length, bytes.length - length, length);
    length += read;
    if (length > maxBytes) throw new Error('is larger than 64 kB');
    if (read === 0) break;
  }
  const text = Buffer.from(bytes.buffer, 0, length).toString('utf8');
  if (text.includes('\0') || text.includes('\uFFFD')) throw new Error('is not text in UTF-8');
  return { text, stats };
}

/** Reads a marker file; undefined when there is none. Throws when it cannot be read as text. */
export function readMarkerFile(path: string): MarkerFile | undefined {
  let fd: number;
  try {
    // Opening a pipe must not block, and a terminal must not become the controlling one.
    fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(`cannot be read (${code})`);
  }
  try {
    return readOpenMarker(fd);
  } finally {
    closeSync(fd);
  }
}
