import { createHash } from 'node:crypto';

const hashPattern = /^[0-9a-f]{16}$/;

/** Whether a client's value can be the hash of a catalog. */
export function isCatalogHash(value: unknown): value is string {
  return typeof value === 'string' && hashPattern.test(value);
}

/**
 * Identifies a catalog by its content, as the SDK does: the first 16 hexadecimal digits of SHA-256
 * over its JSON.
 */
export function hashCatalog(catalog: unknown): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex').slice(0, 16);
}

/** The same; undefined if the value is nested too deeply to be written as JSON. */
export function tryHashCatalog(catalog: unknown): string | undefined {
  try {
    return hashCatalog(catalog);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
