import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a directory that only its owner may enter, and the ones above it; throws when it cannot.
 *
 * Not the `recursive` of Node.js, which tries for ever where the system denies that a parent exists,
 * as `/proc` does.
 */
export function makeDirectory(path: string, mayLackParent = true): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayLackParent) {
      makeDirectory(dirname(path));
      makeDirectory(path, false);
    } else if (code !== 'EEXIST') throw error;
  }
}
