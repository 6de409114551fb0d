import { type IngestResponse, type Json, SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import { FifoMap } from 'toad-cache';
import { createLogPace } from '../log-pace.js';
import { isCatalogHash, tryHashCatalog } from './catalog-hash.js';
import type { KeepCatalog } from './keep-catalog.js';
import type { VersionUse } from './version-use.js';

/** Number of hashes to remember; random ones from a client must not fill the memory. */
const rememberedMax = 10_000;

export interface CatalogIntakeOptions {
  getStore: () => Store;
  /** Called with the reason why a catalog was not stored: once a minute per project and reason. */
  warn: (message: string, details: Record<string, unknown>) => void;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Whether to store the catalogs that clients send for a project. */
  learns: (project: string) => boolean;
  keep: KeepCatalog;
}

/** The part of the response about the catalog that `meta` names or contains. */
type CatalogResponse = Pick<IngestResponse, 'catalog_wanted' | 'catalog_refused'>;

/**
 * Stores catalogs from clients, and records which tool version uses each. Never rejects: the events
 * of the request are already stored.
 *
 * @param use The version that all events of the request have; undefined if there are several.
 */
export type CatalogIntake = (
  project: string,
  meta: { [key: string]: Json },
  use: VersionUse | undefined,
) => Promise<CatalogResponse>;

export function createCatalogIntake(options: CatalogIntakeOptions): CatalogIntake {
  const { getStore, learns, keep } = options;
  const mayLog = createLogPace(options);
  const warn = (reason: string, message: string, details: { project: string; hash?: string }) => {
    if (mayLog(`${details.project} ${reason}`)) options.warn(message, details);
  };
  const kept = new FifoMap<true>(rememberedMax);
  const refused = new FifoMap<true>(rememberedMax);
  /** Uses of catalogs that were requested and have not arrived yet. */
  const early = new FifoMap<VersionUse>(rememberedMax);

  return async (project, { catalog_hash: hash, catalog }, use) => {
    const refuse = (error: SondeError): CatalogResponse => {
      const { code, detail: fault } = error;
      const details = { project, code, fault, ...(isHash && { hash }) };
      warn(code, 'A catalog was not stored', details);
      return { catalog_refused: { code: error.code, message: error.message } };
    };
    const isHash = isCatalogHash(hash);
    const key = isHash ? `${project} ${hash}` : '';
    if (refused.get(key)) return {};
    if (learns(project) && catalog !== undefined && !kept.get(key)) {
      const actual = tryHashCatalog(catalog);
      // The right catalog for this hash may still come from another client, so it stays wanted.
      if (actual === undefined) {
        return refuse(new SondeError('catalog_invalid', { detail: 'it is nested too deeply' }));
      }
      if (actual !== hash) return refuse(new SondeError('catalog_hash_wrong'));
    }
    if (!isHash) return {};
    try {
      const store = getStore();
      if (!kept.get(key) && (await store.catalogTool(project, hash)) === null) {
        if (!learns(project)) return {};
        if (catalog === undefined) {
          if (use !== undefined) early.set(key, use);
          return { catalog_wanted: true };
        }
        await keep(project, hash, catalog);
      }
      kept.set(key, true);
      for (const one of [early.get(key), use]) {
        if (one !== undefined) await store.noteCatalogUse({ project, hash, ...one });
      }
      early.delete(key);
      return {};
    } catch (error) {
      const isRefused =
        error instanceof SondeError &&
        (error.code === 'catalog_invalid' || error.code === 'catalog_limit_reached');
      if (isRefused) {
        // Not requested again: the same one would come.
        refused.set(key, true);
        return refuse(error);
      }
      const details = { project, hash, err: error };
      warn('later', 'A catalog could not be stored now', details);
      return {};
    }
  };
}
