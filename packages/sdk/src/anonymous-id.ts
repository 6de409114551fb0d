import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ci } from './detect-ci.js';
import { makeDirectory } from './make-directory.js';
import { randomUuid } from './random-uuid.js';

const fileName = 'anonymous-id';
const attempts = 50;

/** The id that is there; undefined when there is no file, empty when it is being written or damaged. */
function read(path: string): string | undefined {
  try {
    return /^[0-9a-f-]{36}(?=\n)/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
  } catch {
    return undefined;
  }
}

/**
 * The pseudonymous id of this installation: a random UUID, kept in the spool directory.
 *
 * In CI there is nobody to tell apart: the id is `ci:<vendor>` and nothing is kept. Throws when the
 * directory cannot be used.
 */
export function obtainAnonymousId(directory: string, ci: Ci): string {
  if (ci.isCi) return `ci:${ci.name}`;
  const path = join(directory, fileName);
  let created = '';
  const write = (flag: 'wx' | 'w') => {
    created ||= randomUuid();
    writeFileSync(path, `${created}\n`, { mode: 0o600, flag });
    return created;
  };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = read(path);
    if (found) return found;
    if (found === undefined) {
      makeDirectory(directory);
      try {
        // Only one of several tools that start together creates the file; the others read it.
        return write('wx');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    // It exists and is empty: its creator is between creating and writing it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
  return write('w');
}
