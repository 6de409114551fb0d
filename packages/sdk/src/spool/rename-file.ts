import { renameSync } from 'node:fs';

/** What Windows says of a file that something else has open, a scanner say, for a moment. */
const isBusy = (error: unknown) =>
  /^(EPERM|EACCES|EBUSY)$/.test((error as NodeJS.ErrnoException).code ?? '');

const attempts = 5;
const pauseMs = 20;

/**
 * Renames a file. On Windows tries again for a moment where something else has it open, so it is for
 * the sender alone, which may wait. Throws when it cannot.
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
