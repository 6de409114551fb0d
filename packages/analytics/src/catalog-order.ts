import { compareText } from './recorded-event.js';
import { compareVersionsDescending, isSemver } from './version-order.js';

/** A catalog was in use with a version of its tool. */
export interface CatalogUse {
  hash: string;
  /** Empty where the events said none. */
  version: string;
  /** Corrected time of the latest event of that version that came with the catalog. */
  last_seen: number;
}

/** A catalog as it is kept. */
export interface StoredCatalog {
  tool: string;
  hash: string;
  /** Milliseconds since 1970. */
  stored_at: number;
}

interface VersionedCatalog extends StoredCatalog {
  /** Newest first. A version belongs to one catalog: to the one with which it was seen last. */
  versions: readonly string[];
  /** Null when it was never seen in use. */
  last_seen: number | null;
}

/**
 * What a catalog's declarations are worth: `now` for the one of the newest version seen of its tool,
 * `not_yet` for one that was stored after that and never in use, `no_longer` for all others.
 */
export type CatalogAge = 'now' | 'no_longer' | 'not_yet';

/** A catalog in its place among those of its tool. */
export interface OrderedCatalog extends VersionedCatalog {
  age: CatalogAge;
}

/**
 * Puts the catalogs of one tool in order, newest version first: by semver, or by last use where
 * versions do not compare. Catalogs that were never in use come last.
 */
export function orderCatalogs(
  catalogs: readonly StoredCatalog[],
  uses: readonly CatalogUse[],
): OrderedCatalog[] {
  const ordered = sortCatalogs(assignVersions(catalogs, uses));
  const [first] = ordered;
  return ordered.map((catalog) => {
    const isNewer = catalog.last_seen === null && catalog.stored_at > (first?.stored_at ?? 0);
    return { ...catalog, age: catalog === first ? 'now' : isNewer ? 'not_yet' : 'no_longer' };
  });
}

function sortCatalogs(catalogs: readonly VersionedCatalog[]): VersionedCatalog[] {
  const compare = (a: VersionedCatalog, b: VersionedCatalog) =>
    compareNewest(a, b) || b.stored_at - a.stored_at || compareText(a.hash, b.hash);
  const bySemver = catalogs.filter(hasSemver).sort(compare);
  const others = catalogs
    .filter((catalog) => !hasSemver(catalog))
    .sort((a, b) => compareLastUse(a, b) || compare(a, b));
  const [newest] = bySemver;
  const [latest, ...rest] = others;
  if (newest === undefined || latest === undefined || compareLastUse(newest, latest) <= 0) {
    return [...bySemver, ...others];
  }
  return [latest, ...bySemver, ...rest];
}

function hasSemver({ versions: [newest] }: VersionedCatalog): boolean {
  return newest !== undefined && isSemver(newest);
}

function compareNewest(a: VersionedCatalog, b: VersionedCatalog): number {
  const [left, right] = [a.versions[0], b.versions[0]];
  return left === undefined || right === undefined ? 0 : compareVersionsDescending(left, right);
}

function compareLastUse(a: VersionedCatalog, b: VersionedCatalog): number {
  return (b.last_seen ?? -1) - (a.last_seen ?? -1);
}

function assignVersions(
  catalogs: readonly StoredCatalog[],
  uses: readonly CatalogUse[],
): VersionedCatalog[] {
  const storedAt = new Map(catalogs.map(({ hash, stored_at }) => [hash, stored_at]));
  const byVersion = new Map<string, CatalogUse>();
  const lastSeen = new Map<string, number>();
  for (const use of uses) {
    const stored = storedAt.get(use.hash);
    if (stored === undefined) continue;
    lastSeen.set(use.hash, Math.max(lastSeen.get(use.hash) ?? 0, use.last_seen));
    const other = byVersion.get(use.version);
    const later =
      other === undefined ||
      use.last_seen > other.last_seen ||
      (use.last_seen === other.last_seen && stored > (storedAt.get(other.hash) ?? 0));
    if (later) byVersion.set(use.version, use);
  }
  const assigned = [...byVersion.values()];
  return catalogs.map((catalog) => ({
    ...catalog,
    versions: assigned
      .filter(({ hash }) => hash === catalog.hash)
      .map(({ version }) => version)
      .sort(compareVersionsDescending),
    last_seen: lastSeen.get(catalog.hash) ?? null,
  }));
}
