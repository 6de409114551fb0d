import { readFileSync, statSync } from '../runtime/node-modules.js';

/** Larger than any file that the SDK reads whole. */
const maxBytes = 10_000_000;

/**
 * Reads a small regular file; undefined if there is none. Throws for pipes, which could block forever, and
 * for devices, which may never end.
 */
export function readSmallFile(path: string): string | undefined {
  // Checked first, since an exception costs more. Not existsSync, which reports a hidden file as absent.
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > maxBytes) throw new Error(`${path} is not a file.`);
  return readFileSync(path, 'utf8');
}
