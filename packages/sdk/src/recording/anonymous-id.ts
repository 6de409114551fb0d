import { constants, readFileSync } from 'node:fs';

/** Nothing but a file: a pipe holds nobody up, and a link leads nowhere. */
const flag = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** File of the pseudonymous id of an installation, in the spool directory. */
export function anonymousIdPath(directory: string): string {
  return `${directory}/anonymous-id`;
}

/** The id that is there; undefined when there is no file, empty when it is being written or damaged. */
export function readAnonymousId(path: string): string | undefined {
  try {
    // Node.js takes a number, which its types do not know, and reads it as one call.
    const text = readFileSync(path, { encoding: 'utf8', flag: flag as unknown as string });
    return /^[0-9a-f-]{36}(?=\n)/.exec(text)?.[0] ?? '';
  } catch {
    return undefined;
  }
}
