import { readFileSync } from './node-modules.js';

/** A random UUID (version 4). */
export function randomUuid(): string {
  try {
    // Linux hands out UUIDs for the price of a small read; loading node:crypto takes milliseconds.
    // As utf8, which is read without a buffer in between.
    return readFileSync('/proc/sys/kernel/random/uuid', 'utf8').slice(0, 36);
  } catch {
    return process.getBuiltinModule('node:crypto').randomUUID();
  }
}
