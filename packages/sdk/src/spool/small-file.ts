import { readFileSync, statSync } from 'node:fs';

/** More than any file that is kept, and read whole. */
const maxBytes = 10_000_000;

/**
 * Reads a file that is kept; undefined when there is none. Throws for anything else: a pipe in
 * its place would hold up whoever reads it for ever, a device might never end.
 */
export function readSmallFile(path: string): string | undefined {
  // Asked first, since an exception costs more; not existsSync, which takes what is hidden for absent.
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile() || stats.size > maxBytes) throw new Error(`${path} is not a file.`);
  return readFileSync(path, 'utf8');
}
