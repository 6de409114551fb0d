import { createHash } from 'node:crypto';

/**
 * Names a catalog by its content, as the SDK does: the first 16 hexadecimal digits of SHA-256 over
 * its JSON.
 */
export function hashCatalog(catalog: unknown): string {
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex').slice(0, 16);
}
