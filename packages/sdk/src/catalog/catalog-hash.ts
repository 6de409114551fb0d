import type { CatalogJson } from '@sonde/protocol';

/**
 * Names a catalog by its content: the first 16 hexadecimal digits of SHA-256 over its JSON.
 *
 * @example
 * ```ts
 * import { catalogToJson, hashCatalog } from 'sonde/catalog';
 * import { catalog } from './catalog.js';
 *
 * hashCatalog(catalogToJson(catalog)); // 'd5f1c0…'
 * ```
 */
export function hashCatalog(catalog: CatalogJson): string {
  // Not imported: loading node:crypto would cost every run of a tool, and few ask for the hash.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(JSON.stringify(catalog)).digest('hex').slice(0, 16);
}
