import { correctedTime } from '@sonde/analytics';
import type { StoredEvent } from '@sonde/store';

/** A tool version and its last use, in milliseconds since 1970. */
export interface VersionUse {
  /** Empty if the events have no version. */
  version: string;
  last_seen: number;
}

const versionCharactersMax = 128;

/**
 * The version of all events; undefined if there are several, or no events. A sender also delivers
 * events that other versions left behind; then it is unknown which of them uses the catalog.
 *
 * @param receivedAt Upper limit of the last use: clocks may be wrong.
 */
export function readVersionUse(
  events: readonly StoredEvent[],
  receivedAt: number,
): VersionUse | undefined {
  const versions = new Set(events.map(({ properties }) => properties.version ?? ''));
  const [version] = versions;
  if (versions.size !== 1 || typeof version !== 'string') return undefined;
  if (version.length > versionCharactersMax || !version.isWellFormed()) return undefined;
  const last = events.reduce((time, event) => Math.max(time, correctedTime(event)), 0);
  return { version, last_seen: Math.min(last, receivedAt) };
}
