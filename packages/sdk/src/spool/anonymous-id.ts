import { constants, readFileSync } from '../runtime/node-modules.js';

/** Nothing but a file: a pipe holds nobody up, and a link leads nowhere. */
const flag = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * File of the pseudonymous id that an installation made first. It is for the collectors that the file
 * names; ids for others are in files beside it, see `identity.ts`.
 */
export function anonymousIdPath(directory: string): string {
  return `${directory}/anonymous-id`;
}

/** A collector as files of ids name it. */
export const collectorLine = (type: string, endpoint: string): string => `${type} ${endpoint}`;

/** Text of the file of an id; undefined when there is none. */
export function readIdFile(path: string): string | undefined {
  try {
    // Node.js takes a number, which its types do not know, and reads it as one call.
    return readFileSync(path, { encoding: 'utf8', flag: flag as unknown as string });
  } catch {
    return undefined;
  }
}

/** The id that was made first, if it is for this collector; else empty. */
export function readAnonymousId(directory: string, collector: string): string {
  const text = readIdFile(anonymousIdPath(directory));
  if (text === undefined || !text.includes(`\n${collector}\n`)) return '';
  return /^[0-9a-f-]{36}(?=\n)/.exec(text)?.[0] ?? '';
}
