import { type Json, SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import { limitConcurrency } from '../limit-concurrency.js';
import { loadCatalogSchema } from './catalog-schema.js';

/**
 * Only releases that report something new bring a catalog. Without a limit, anyone with a write key
 * could fill the store.
 */
const defaultCatalogsMax = { perTool: 1_000, perProject: 2_000 };

export interface KeepCatalogOptions {
  getStore: () => Store;
  /** Called when a catalog of a project was stored. */
  onStored?: ((project: string) => void) | undefined;
  /** Maximum number of stored catalogs. Default 1,000 per tool and 2,000 per project. */
  catalogsMax?: { perTool: number; perProject: number } | undefined;
}

/**
 * Stores a catalog under its hash. Rejects with `catalog_invalid` or `catalog_limit_reached`.
 *
 * @param hash The hash of this catalog.
 */
export type KeepCatalog = (
  project: string,
  hash: string,
  catalog: Json,
) => Promise<'new' | 'unchanged'>;

export function createKeepCatalog(options: KeepCatalogOptions): KeepCatalog {
  const { getStore, onStored, catalogsMax = defaultCatalogsMax } = options;
  // So that concurrent requests cannot exceed the limit.
  const oneByOne = limitConcurrency(1);

  const keep: KeepCatalog = async (project, hash, catalog) => {
    const store = getStore();
    const { explainCatalog, isCatalog } = await loadCatalogSchema();
    if (!isCatalog(catalog)) {
      throw new SondeError('catalog_invalid', { detail: explainCatalog(catalog) ?? '' });
    }
    if ((await store.catalogTool(project, hash)) !== null) return 'unchanged';
    const { ofTool, ofProject } = await store.countCatalogs(project, catalog.tool);
    if (ofTool >= catalogsMax.perTool || ofProject >= catalogsMax.perProject) {
      throw new SondeError('catalog_limit_reached', {
        detail: `${ofTool} of ${catalog.tool.slice(0, 80)}, ${ofProject} in the project`,
      });
    }
    await store.putCatalog(project, hash, catalog);
    onStored?.(project);
    return 'new';
  };
  return (project, hash, catalog) => oneByOne(() => keep(project, hash, catalog));
}
