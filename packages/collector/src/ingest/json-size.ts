import type { Json } from '@sonde/protocol';

/**
 * Whether a value takes more than `bytesMax` as compact JSON, not counting escapes.
 *
 * Works without recursion and stops early: nesting can be as deep as the body is long.
 */
export function exceedsJsonBytes(value: Json, bytesMax: number): boolean {
  let bytes = 0;
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') bytes += Buffer.byteLength(next) + 2;
    else if (typeof next !== 'object') bytes += String(next).length;
    else if (next === null) bytes += 4;
    else if (Array.isArray(next)) {
      bytes += 2 + Math.max(0, next.length - 1);
      if (bytes > bytesMax) return true;
      for (const item of next) waiting.push(item);
    } else {
      bytes += 1;
      for (const key in next) {
        bytes += Buffer.byteLength(key) + 4;
        if (bytes > bytesMax) return true;
        const inner = next[key];
        if (inner !== undefined) waiting.push(inner);
      }
    }
    if (bytes > bytesMax) return true;
  }
  return false;
}

/** Replaces values in a quarantined body that are nested too deeply to be written as JSON. */
const cutMark = '(nested deeper than 64 levels)';
const keptLevels = 64;

/** Cuts the value at 64 levels: deeper nesting overflows the stack when JSON is written. */
export function cutNesting(value: Json, levels = keptLevels): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return cutMark;
  if (Array.isArray(value)) return value.map((item) => cutNesting(item, levels - 1));
  // Built from entries, so that a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, cutNesting(inner, levels - 1)]),
  );
}
