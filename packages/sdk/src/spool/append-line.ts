import { closeSync, constants, openSync, writeSync } from 'node:fs';

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * Adds a line to a file, which only its owner may read when it is made here. Throws when it cannot, for
 * a link too, which leads to another file, and for a pipe, which would hold up whoever opens it.
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
