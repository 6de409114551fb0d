import { closeSync, readSync } from '../runtime/node-modules.js';
import { openRegularFile } from './spool-reader.js';

/**
 * About how many events a file of `bytes` holds whose name does not tell, judged by its beginning; at
 * least one. However large the file is, only a piece of it is read.
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
