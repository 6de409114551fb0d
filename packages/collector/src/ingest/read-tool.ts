import { type Json, toolNamePattern } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import { isCatalogHash } from './catalog-hash.js';
import { loadCatalogSchema } from './catalog-schema.js';

const toolName = new RegExp(toolNamePattern);

/**
 * The tool of a request's events: the one that `meta` names, else the one whose catalog it names.
 * Empty if neither is known.
 */
export async function readTool(
  store: Store,
  project: string,
  { tool, catalog_hash: hash, catalog }: { [key: string]: Json },
): Promise<string> {
  if (typeof tool === 'string' && toolName.test(tool)) return tool;
  if (catalog !== undefined) {
    const { isCatalog } = await loadCatalogSchema();
    if (isCatalog(catalog)) return catalog.tool;
  }
  if (!isCatalogHash(hash)) return '';
  return (await store.catalogTool(project, hash)) ?? '';
}
