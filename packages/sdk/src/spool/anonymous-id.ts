import { constants, readFileSync } from '../runtime/node-modules.js';

/** Opening does not wait for a pipe's writer, and does not follow a link. */
const flag = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * The file of an installation's first pseudonymous id. The id is only for the collectors listed in the
 * file; ids for others are in further files, see `identity.ts`.
 */
export function anonymousIdPath(directory: string): string {
  return `${directory}/anonymous-id`;
}

/** A collector's line in an id file. */
export const collectorLine = (type: string, endpoint: string): string => `${type} ${endpoint}`;

/** Reads an id file; undefined if it cannot be read. */
export function readIdFile(path: string): string | undefined {
  try {
    // Node.js accepts numeric flags here, although its types do not.
    return readFileSync(path, { encoding: 'utf8', flag: flag as unknown as string });
  } catch {
    return undefined;
  }
}

/** The first id, if its file lists this collector; otherwise empty. */
export function readAnonymousId(directory: string, collector: string): string {
  const text = readIdFile(anonymousIdPath(directory));
  if (text === undefined || !text.includes(`\n${collector}\n`)) return '';
  return /^[0-9a-f-]{36}(?=\n)/.exec(text)?.[0] ?? '';
}
