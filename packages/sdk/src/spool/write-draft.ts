import { rmSync, writeFileSync } from '../runtime/node-modules.js';

/**
 * Writes a file that only its owner may read, in place of whatever has its name. Throws when it cannot.
 *
 * A new file always: where others may write to the directory, its name may be a link to another.
 */
export function writeDraft(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
}
