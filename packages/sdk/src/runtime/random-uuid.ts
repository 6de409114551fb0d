import { readFileSync } from './node-modules.js';

/** A random UUID (version 4). */
export function randomUuid(): string {
  try {
    // On Linux, reading a small file is enough; loading node:crypto takes milliseconds.
    // With an encoding, Node.js needs no buffer.
    return readFileSync('/proc/sys/kernel/random/uuid', 'utf8').slice(0, 36);
  } catch {
    return process.getBuiltinModule('node:crypto').randomUUID();
  }
}
