import { type OrderedCatalog, soleTool } from '@sonde/analytics';
import type { Store, StoredEvent } from '@sonde/store';
import { FifoMap } from 'toad-cache';
import { isCatalogHash } from './catalog-hash.js';
import { type CompiledCatalog, compileCatalog } from './compiled-catalog.js';
import { type EventCatalogs, noCatalogs } from './judge-event.js';

/** How long a list of catalogs is used before it is read again, in the background. */
const freshMs = 5_000;

const projectsMax = 1_000;
const compiledMax = 100;

/** A new release and a repair are among the newest catalogs of their tool. */
const usedMax = 15;
const unusedMax = 5;
const toolsMax = 20;

export interface CatalogChoiceOptions {
  getStore: () => Pick<Store, 'orderedCatalogs' | 'readCatalog'>;
  /** Whether clients send the catalogs of a project. */
  learns: (project: string) => boolean;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** What a request says about the catalog of its events. */
export interface CatalogHint {
  /** Empty if unknown. */
  tool: string;
  /** As received; undefined if it names none. */
  hash?: unknown;
}

export interface CatalogChoice {
  /** Never rejects: if catalogs cannot be read, events are stored unchecked. */
  choose(project: string, hint: CatalogHint): Promise<EventCatalogs>;
  /** Has the project's catalogs read again, because one was stored. */
  forget(project: string): void;
}

interface List {
  readAt: number;
  heads: readonly OrderedCatalog[];
}

/**
 * Chooses the catalogs of a request's events: the one it names; else that of the newest version of
 * its tool; without a tool, that of the project's only tool, or of all its tools.
 *
 * An event that this catalog does not declare may come from another version of the tool, or the
 * catalog may have been repaired since. So the catalog of the event's version is asked too, and those
 * that no version has used yet.
 */
export function createCatalogChoice(options: CatalogChoiceOptions): CatalogChoice {
  const { getStore, learns, now } = options;
  const lists = new FifoMap<Promise<List>>(projectsMax);
  const compiled = new FifoMap<Promise<CompiledCatalog | undefined>>(compiledMax);

  const read = async (project: string): Promise<List> => {
    const readAt = now();
    return { readAt, heads: await getStore().orderedCatalogs(project) };
  };

  const list = async (project: string): Promise<readonly OrderedCatalog[]> => {
    let known = lists.get(project);
    if (known === undefined) {
      known = read(project);
      lists.set(project, known);
      known.catch(() => lists.delete(project));
    }
    const found = await known;
    if (now() - found.readAt >= freshMs) {
      found.readAt = now();
      read(project).then(
        (fresh) => lists.set(project, Promise.resolve(fresh)),
        // The known ones are still right.
        () => {},
      );
    }
    return found.heads;
  };

  const compile = (project: string, hash: string): Promise<CompiledCatalog | undefined> => {
    const key = `${project} ${hash}`;
    let found = compiled.get(key);
    if (found === undefined) {
      found = getStore()
        .readCatalog(project, hash)
        .then((catalog) => (catalog === null ? undefined : compileCatalog(catalog)));
      compiled.set(key, found);
      found.catch(() => compiled.delete(key));
    }
    return found;
  };

  const find = async (project: string, { tool, hash }: CatalogHint): Promise<EventCatalogs> => {
    const heads = await list(project);
    if (heads.length === 0) return noCatalogs;
    const named = heads.find((head) => head.hash === hash);
    // A new release: its catalog is about to arrive.
    if (named === undefined && isCatalogHash(hash) && learns(project)) return noCatalogs;
    const tools = [...new Set(heads.map((head) => head.tool))];
    const its = tool || named?.tool || soleTool(tools);
    const load = async (chosen: readonly OrderedCatalog[]) =>
      (
        await Promise.all(
          chosen.map(async (head) => ({ head, catalog: await compile(project, head.hash) })),
        )
      ).flatMap(({ head, catalog }) => (catalog === undefined ? [] : [{ head, catalog }]));
    if (its === '') {
      const newest = heads.filter(({ age }) => age === 'now').slice(0, toolsMax);
      return { first: (await load(newest)).map(({ catalog }) => catalog), others: () => [] };
    }
    const ofTool = heads.filter((head) => head.tool === its);
    const [newest] = ofTool;
    if (newest === undefined) return noCatalogs;
    const [first] = await load([named ?? newest]);
    const others = await load([
      ...ofTool.filter(({ last_seen }) => last_seen !== null).slice(0, usedMax),
      ...ofTool.filter(({ age }) => age === 'not_yet').slice(0, unusedMax),
    ]);
    return {
      first: first === undefined ? [] : [first.catalog],
      others: ({ properties: { version } }: StoredEvent) =>
        others
          .filter(
            ({ head }) => head.age === 'not_yet' || head.versions.some((one) => one === version),
          )
          .map(({ catalog }) => catalog),
    };
  };

  return {
    choose: (project, hint) => find(project, hint).catch(() => noCatalogs),
    forget: (project) => lists.delete(project),
  };
}
