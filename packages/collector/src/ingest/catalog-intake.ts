import type { Json } from '@sonde/protocol';
import { explainCatalog, isCatalog } from '@sonde/protocol/catalog-schema';
import type { Store } from '@sonde/store';

const hashPattern = /^[0-9a-f]{16}$/;

/** Hashes remembered, known or refused; a client that sends random ones must not fill memory. */
const rememberedMax = 10_000;

export interface CatalogIntakeOptions {
  getStore: () => Store;
  /** Told why a catalog was not kept. */
  warn: (message: string, details: Record<string, unknown>) => void;
}

/**
 * Learns catalogs from clients.
 *
 * Resolves to true when the collector wants the catalog whose hash `meta` names. Never rejects: the
 * events of the request are stored already.
 */
export type CatalogIntake = (project: string, meta: { [key: string]: Json }) => Promise<boolean>;

export function createCatalogIntake({ getStore, warn }: CatalogIntakeOptions): CatalogIntake {
  const settled = new Set<string>();
  const settle = (key: string) => {
    if (settled.size >= rememberedMax) settled.clear();
    settled.add(key);
  };
  return async (project, { catalog_hash: hash, catalog }) => {
    if (typeof hash !== 'string' || !hashPattern.test(hash)) return false;
    const key = `${project} ${hash}`;
    if (settled.has(key)) return false;
    try {
      const store = getStore();
      if (await store.hasCatalog(project, hash)) {
        settle(key);
        return false;
      }
      if (catalog === undefined) return true;
      if (isCatalog(catalog)) await store.putCatalog(project, hash, catalog);
      else warn('A catalog was not kept', { project, hash, fault: explainCatalog(catalog) });
      // One that is refused is not asked for again: the same one would come.
      settle(key);
      return false;
    } catch (error) {
      warn('A catalog could not be kept now', { project, hash, err: error });
      return false;
    }
  };
}
