import { dirname, mkdirSync, statSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';

/**
 * Throws if this is root and the directory belongs to another user, who could neither read nor replace a
 * file created here. This happens with `sudo` in a user's home directory.
 */
export function refuseForeign(directory: string): void {
  const owner = statSync(directory, { throwIfNoEntry: false })?.uid ?? 0;
  if (userId() === 0 && owner !== 0) {
    throw new Error(`${directory} belongs to another user`);
  }
}

/**
 * Creates a directory with mode 0700, and the ones above it. Throws on failure.
 *
 * Not Node.js' `recursive`, which retries forever if the system denies that a parent exists, as `/proc`
 * does.
 */
export function makeDirectory(path: string, mayLackParent = true): void {
  try {
    refuseForeign(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayLackParent) {
      makeDirectory(dirname(path));
      makeDirectory(path, false);
    } else if (code !== 'EEXIST') throw error;
  }
}
