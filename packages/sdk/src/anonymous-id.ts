import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ci } from './detect-ci.js';
import { randomUuid } from './random-uuid.js';

const fileName = 'anonymous-id';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function read(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return uuid.test(text) ? text : '';
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
  const found = read(path);
  if (found) return found;
  const created = randomUuid();
  const draft = `${path}.${created}`;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${created}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A damaged file is replaced. Otherwise a link, unlike a write, appears whole and only if nobody
    // was faster, so that tools that start together end up with one id.
    if (found === '') {
      renameSync(draft, path);
      return created;
    }
    linkSync(draft, path);
    return created;
  } catch (error) {
    const winner = read(path);
    if (winner) return winner;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    // A file system without links: the one who creates the file first still wins.
    writeFileSync(path, `${created}\n`, { mode: 0o600, flag: 'wx' });
    return created;
  } finally {
    try {
      unlinkSync(draft);
    } catch {}
  }
}
