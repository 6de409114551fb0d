import type { Json } from '@sonde/protocol';
import { explainCatalog, isCatalog } from '@sonde/protocol/catalog-schema';
import type { Store } from '@sonde/store';
import type { VersionUse } from './version-use.js';

const hashPattern = /^[0-9a-f]{16}$/;

/** Hashes remembered; a client that sends random ones must not fill memory. */
const rememberedMax = 10_000;

export interface CatalogIntakeOptions {
  getStore: () => Store;
  /** Told why a catalog was not kept. */
  warn: (message: string, details: Record<string, unknown>) => void;
  /** Keep the catalogs that clients offer; false where a configuration file holds them. */
  learns: boolean;
}

/**
 * Learns catalogs from clients, and with which version of a tool each is in use.
 *
 * Resolves to true when the collector wants the catalog whose hash `meta` names. Never rejects: the
 * events of the request are stored already.
 *
 * @param use The version that the events of the request are of; undefined when there is not just one.
 */
export type CatalogIntake = (
  project: string,
  meta: { [key: string]: Json },
  use: VersionUse | undefined,
) => Promise<boolean>;

export function createCatalogIntake({
  getStore,
  warn,
  learns,
}: CatalogIntakeOptions): CatalogIntake {
  const kept = new Set<string>();
  const refused = new Set<string>();
  /** Uses of catalogs that were asked for and have not come yet. */
  const early = new Map<string, VersionUse>();
  const remember = (hashes: Set<string>, key: string) => {
    if (hashes.size >= rememberedMax) hashes.clear();
    hashes.add(key);
  };
  const rememberEarly = (key: string, use: VersionUse) => {
    if (early.size >= rememberedMax) early.clear();
    early.set(key, use);
  };

  return async (project, { catalog_hash: hash, catalog }, use) => {
    if (typeof hash !== 'string' || !hashPattern.test(hash)) return false;
    const key = `${project} ${hash}`;
    if (refused.has(key)) return false;
    try {
      const store = getStore();
      if (!kept.has(key) && (await store.catalogTool(project, hash)) === null) {
        if (!learns) return false;
        if (catalog === undefined) {
          if (use !== undefined) rememberEarly(key, use);
          return true;
        }
        if (!isCatalog(catalog)) {
          warn('A catalog was not kept', { project, hash, fault: explainCatalog(catalog) });
          // It is not asked for again: the same one would come.
          remember(refused, key);
          return false;
        }
        await store.putCatalog(project, hash, catalog);
      }
      remember(kept, key);
      for (const one of [early.get(key), use]) {
        if (one !== undefined) await store.noteCatalogUse({ project, hash, ...one });
      }
      early.delete(key);
      return false;
    } catch (error) {
      warn('A catalog could not be kept now', { project, hash, err: error });
      return false;
    }
  };
}
