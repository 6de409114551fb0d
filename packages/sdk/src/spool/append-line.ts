import { closeSync, constants, openSync, writeSync } from '../runtime/node-modules.js';

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * Appends a line to a file, and creates the file readable only by its owner. Throws on failure, for a
 * link, which may lead to another file, and for a pipe, which would block.
 */
export function appendLine(path: string, line: object, mayMake = true): void {
  const flags = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOFOLLOW | (mayMake ? O_CREAT : 0);
  const fd = openSync(path, flags, 0o600);
  try {
    writeSync(fd, `${JSON.stringify(line)}\n`);
  } finally {
    closeSync(fd);
  }
}
