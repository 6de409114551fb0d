import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { anonymousIdOf } from '@sonde/protocol';
import { makeDirectory } from '../spool/make-directory.js';
import { writeDraft } from '../spool/write-draft.js';
import { readAnonymousId } from './anonymous-id.js';
import { randomUuid } from './random-uuid.js';

const attempts = 50;

/**
 * Makes the pseudonymous id of this installation: a random UUID, and below it in the same file the
 * secret it is made from, which lets this installation, and nobody else, have deleted what it sent.
 *
 * Tools that start together get the same one. Throws when the directory cannot be used.
 */
export function createAnonymousId(path: string): string {
  const secret = (randomUuid() + randomUuid()).replaceAll('-', '');
  // Not imported: it would be loaded with all else that few runs need.
  const { createHash } = process.getBuiltinModule('node:crypto');
  const created = anonymousIdOf(createHash('sha256').update(secret).digest('hex'));
  const text = `${created}\n${secret}\n`;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = readAnonymousId(path);
    if (found) return found;
    if (found === undefined) {
      makeDirectory(dirname(path));
      try {
        // Only one of several tools that start together creates the file; the others read it.
        writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
        return created;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    // It exists and is empty: its creator is between creating and writing it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  // Damaged. Where several replace it at the same moment, a run may go unreported.
  writeDraft(path, text);
  return created;
}
