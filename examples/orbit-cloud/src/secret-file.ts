import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/**
 * Reads a secret from a file, or creates it there, readable only by its owner.
 *
 * Written under another name first, so that a killed process leaves no partial secret.
 */
export function keepSecret(file: string, create: () => string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = create();
  const draftFile = `${file}.draft`;
  const descriptor = openSync(draftFile, 'w', 0o600);
  try {
    writeSync(descriptor, `${secret}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draftFile, file);
  return secret;
}
