import semver from 'semver';
import { compareText } from './recorded-event.js';

/** Whether it is a semver version. */
export function isSemver(version: string): boolean {
  return semver.valid(version) !== null;
}

/** Whether it is a semver release: not a source build or a pre-release. */
export function isRelease(version: string): boolean {
  return semver.parse(version)?.prerelease.length === 0;
}

/**
 * Newest first by semver, then names that are not semver (`main`), alphabetically.
 *
 * @example
 * ```ts
 * ['main', '1.9.0', '1.10.0', '1.10.0-beta.2'].sort(compareVersionsDescending);
 * // ['1.10.0', '1.10.0-beta.2', '1.9.0', 'main']
 * ```
 */
export function compareVersionsDescending(a: string, b: string): number {
  const left = semver.parse(a);
  const right = semver.parse(b);
  if (left === null || right === null) {
    if (left !== null) return -1;
    return right !== null ? 1 : compareText(a, b);
  }
  return right.compare(left) || compareText(a, b);
}
