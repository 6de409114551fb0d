import { compareText } from './recorded-event.js';

const pattern = /^v?(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

interface Semver {
  numbers: readonly number[];
  prerelease: readonly string[];
}

function parse(version: string): Semver | undefined {
  const match = pattern.exec(version);
  if (match === null) return undefined;
  return { numbers: match.slice(1, 4).map(Number), prerelease: match[4]?.split('.') ?? [] };
}

/** Whether it is a release by semver: no source build, no pre-release. */
export function isRelease(version: string): boolean {
  return parse(version)?.prerelease.length === 0;
}

/**
 * Newest first by semver, then names that are no semver (`main`), by name.
 *
 * @example
 * ```ts
 * ['main', '1.9.0', '1.10.0', '1.10.0-beta.2'].sort(compareVersionsDescending);
 * // ['1.10.0', '1.10.0-beta.2', '1.9.0', 'main']
 * ```
 */
export function compareVersionsDescending(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) {
    if (left !== undefined) return -1;
    return right !== undefined ? 1 : compareText(a, b);
  }
  for (let i = 0; i < 3; i += 1) {
    const difference = (right.numbers[i] ?? 0) - (left.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(right.prerelease, left.prerelease) || compareText(a, b);
}

/** Ascending; no pre-release comes after every pre-release. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const difference = compareIdentifiers(a[i] ?? '', b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Numbers in numeric order, before words. */
function compareIdentifiers(a: string, b: string): number {
  const aNumber = /^\d+$/.test(a);
  const bNumber = /^\d+$/.test(b);
  if (aNumber && bNumber) return Number(a) - Number(b);
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  return compareText(a, b);
}
