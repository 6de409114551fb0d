import { closeSync, readSync } from '../runtime/node-modules.js';
import { openRegularFile } from './spool-reader.js';

/**
 * Estimates how many events a file of `bytes` holds, for files whose name has no count. Reads only the first
 * 64 kB. At least 1.
 */
export function estimateEvents(path: string, bytes: number): number {
  try {
    const fd = openRegularFile(path);
    try {
      const sample = Buffer.allocUnsafe(64 * 1024);
      const length = readSync(fd, sample, 0, sample.length, 0);
      const text = sample.toString('latin1', 0, length);
      const events = text.split('\n{"event":').length - 1;
      return Math.max(1, Math.round((events * bytes) / Math.max(1, length)));
    } finally {
      closeSync(fd);
    }
  } catch {
    return 1;
  }
}
