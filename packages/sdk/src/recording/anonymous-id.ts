import { closeSync, constants, openSync, readFileSync } from 'node:fs';

/** Nothing but a file: a pipe holds nobody up, and a link leads nowhere. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** File of the pseudonymous id of an installation, in the spool directory. */
export function anonymousIdPath(directory: string): string {
  return `${directory}/anonymous-id`;
}

/** The id that is there; undefined when there is no file, empty when it is being written or damaged. */
export function readAnonymousId(path: string): string | undefined {
  try {
    const fd = openSync(path, flags);
    try {
      return /^[0-9a-f-]{36}(?=\n)/.exec(readFileSync(fd, 'utf8'))?.[0] ?? '';
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}
