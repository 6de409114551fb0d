import { readFileSync } from 'node:fs';

/** A random UUID (version 4). */
export function randomUuid(): string {
  try {
    // Linux hands out UUIDs for the price of a small read; loading node:crypto takes milliseconds.
    return readFileSync('/proc/sys/kernel/random/uuid', 'latin1').slice(0, 36);
  } catch {
    return process.getBuiltinModule('node:crypto').randomUUID();
  }
}
