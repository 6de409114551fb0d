import { createHash } from 'node:crypto';

const hashPattern = /^[0-9a-f]{16}$/;

/** Whether a value that a client gives as the hash of a catalog can be one. */
export function isCatalogHash(value: unknown): value is string {
  return typeof value === 'string' && hashPattern.test(value);
}

/**
 * Names a catalog by its content, as the SDK does: the first 16 hexadecimal digits of SHA-256 over
 * its JSON.
 */
export function hashCatalog(catalog: unknown): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex').slice(0, 16);
}
