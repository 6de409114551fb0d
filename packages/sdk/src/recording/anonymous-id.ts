import { join } from 'node:path';
import { readSmallFile } from '../spool/small-file.js';

const fileName = 'anonymous-id';

/** File of the pseudonymous id of an installation, in the spool directory. */
export function anonymousIdPath(directory: string): string {
  return join(directory, fileName);
}

/** The id that is there; undefined when there is no file, empty when it is being written or damaged. */
export function readAnonymousId(path: string): string | undefined {
  try {
    const text = readSmallFile(path);
    return text && (/^[0-9a-f-]{36}(?=\n)/.exec(text)?.[0] ?? '');
  } catch {
    return undefined;
  }
}
