import type { Stats } from 'node:fs';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
} from '../runtime/node-modules.js';

const { O_RDONLY, O_NOCTTY, O_NONBLOCK } = constants;

/** A marker is a few lines long; a larger file is not read. */
const maxBytes = 65_536;

/** The content of a marker file. */
export interface MarkerFile {
  text: string;
  stats: Stats;
}

const notFile = new Error('is not a file');

/** Reads an open marker file. Throws if it is not a file, is too large, or is not UTF-8 text. */
export function readOpenMarker(fd: number): MarkerFile {
  const stats = fstatSync(fd);
  if (!stats.isFile()) throw notFile;
  // The limit does not rely on the reported size: files in /proc report 0.
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

/** Reads a marker file; undefined if there is none. Throws if it cannot be read as text. */
export function readMarkerFile(path: string): MarkerFile | undefined {
  let fd: number;
  try {
    // Opening a pipe would wake its writer, and opening a device can change it.
    if (!statSync(path).isFile()) throw notFile;
    // The file may have been replaced since: never block, and never acquire a controlling terminal.
    fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  } catch (error) {
    if (error === notFile) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new Error(`cannot be read (${code})`);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    throw new Error('is a broken link');
  }
  try {
    return readOpenMarker(fd);
  } finally {
    closeSync(fd);
  }
}
