import { rmSync, writeFileSync } from '../runtime/node-modules.js';

/**
 * Writes a file that only its owner may read, replacing any file of that name. Throws on failure.
 *
 * Always creates a new file: in a shared directory, the existing one may be another user's link.
 */
export function writeDraft(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}
