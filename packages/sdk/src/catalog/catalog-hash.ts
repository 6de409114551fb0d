import type { CatalogJson } from '@sonde/protocol';
import { sha256 } from './digest.js';

/**
 * The content hash of a catalog: the first 16 hexadecimal digits of SHA-256 over its JSON.
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
  return sha256(JSON.stringify(catalog)).slice(0, 16);
}
