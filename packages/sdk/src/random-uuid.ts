import { closeSync, openSync, readSync } from 'node:fs';

const bytesPerUuid = 16;
const pool = new Uint8Array(8 * bytesPerUuid);
let used = pool.length;

function fill(): void {
  try {
    // Loading node:crypto costs a millisecond or two; the kernel's random numbers are one read away.
    const fd = openSync('/dev/urandom', 'r');
    try {
      if (readSync(fd, pool) !== pool.length) throw new Error('short read');
    } finally {
      closeSync(fd);
    }
  } catch {
    process.getBuiltinModule('node:crypto').randomFillSync(pool);
  }
  used = 0;
}

function format(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A random UUID (version 4). */
export function randomUuid(): string {
  if (used + bytesPerUuid > pool.length) fill();
  const bytes = pool.slice(used, used + bytesPerUuid);
  used += bytesPerUuid;
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return format(bytes);
}
