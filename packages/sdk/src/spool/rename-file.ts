import { renameSync } from '../runtime/node-modules.js';

/** Windows' error codes for a file that another program, such as a virus scanner, has open. */
const isBusy = (error: unknown) =>
  /^(EPERM|EACCES|EBUSY)$/.test((error as NodeJS.ErrnoException).code ?? '');

const attempts = 5;
const pauseMs = 20;

/**
 * Renames a file. On Windows, retries for a moment if another program has it open; so only the sender,
 * which may wait, uses this. Throws on failure.
 */
export function renameFile(
  from: string,
  to: string,
  { platform = process.platform as string, rename = renameSync } = {},
): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      if (platform !== 'win32' || attempt === attempts || !isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
