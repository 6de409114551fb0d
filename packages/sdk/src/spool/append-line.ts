import { closeSync, constants, openSync, writeSync } from '../runtime/node-modules.js';

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK, O_NOFOLLOW } = constants;

/**
 * Appends a line to a file, which it creates with mode 0600 if `mayCreate`. Throws on failure, for links,
 * which may lead to another file, and for pipes, which could block.
 */
export function appendLine(path: string, line: object, mayCreate = true): void {
  const flags = O_WRONLY | O_APPEND | O_NONBLOCK | O_NOFOLLOW | (mayCreate ? O_CREAT : 0);
  const fd = openSync(path, flags, 0o600);
  try {
    writeSync(fd, `${JSON.stringify(line)}\n`);
  } finally {
    closeSync(fd);
  }
}
