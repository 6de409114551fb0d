import { compareText } from './recorded-event.js';
import { compareVersionsDescending, isSemver } from './version-order.js';

/** A catalog was used by a version of its tool. */
export interface CatalogUse {
  hash: string;
  /** Empty if the events did not name a version. */
  version: string;
  /** Corrected time of the latest event that had this version and this catalog. */
  last_seen: number;
}

/** A stored catalog. */
export interface StoredCatalog {
  tool: string;
  hash: string;
  /** Milliseconds since 1970. */
  stored_at: number;
}

interface VersionedCatalog extends StoredCatalog {
  /** Newest first. A version belongs to only one catalog: the one it was last seen with. */
  versions: readonly string[];
  /** Null if it was never used. */
  last_seen: number | null;
}

/**
 * How current a catalog is: `now` if the newest version seen of its tool uses it, `not_yet` if it
 * was stored after that one and never used, `no_longer` otherwise.
 */
export type CatalogAge = 'now' | 'no_longer' | 'not_yet';

/** A catalog with its place among the catalogs of its tool. */
export interface OrderedCatalog extends VersionedCatalog {
  age: CatalogAge;
}

/**
 * Sorts the catalogs of one tool, newest version first: by semver, or by last use if versions
 * cannot be compared. Catalogs that were never used come last.
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
