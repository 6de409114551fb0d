/** A version of orbit and its age, in days before now. */
export interface ReleaseEntry {
  version: string;
  daysAgo: number;
}

/** Oldest first. */
export const releases: readonly ReleaseEntry[] = [
  { version: '1.1.0', daysAgo: 60 },
  { version: '1.2.0', daysAgo: 22 },
  { version: '1.3.0', daysAgo: 16 },
  { version: '1.3.1', daysAgo: 8 },
];

/** The newest version, which has a bug: creating an API key often fails. */
export const regressedVersion = '1.3.1';

/** The version of a user who updates `lagDays` after a release. */
export function versionAt(daysAgo: number, lagDays: number): string {
  const out = releases.filter((release) => release.daysAgo - lagDays >= daysAgo);
  return out.at(-1)?.version ?? '1.1.0';
}
