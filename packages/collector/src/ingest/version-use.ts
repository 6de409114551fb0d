import { correctedTime } from '@sonde/analytics';
import type { StoredEvent } from '@sonde/store';

/** Which version of a tool was in use, and when last, in milliseconds since 1970. */
export interface VersionUse {
  /** Empty where the events say none. */
  version: string;
  last_seen: number;
}

const versionCharactersMax = 128;

/**
 * The version that all events are of; undefined when there are several, or no events. A sender also
 * delivers what other versions left behind: which of them its catalog belongs to cannot be told then.
 *
 * @param receivedAt No event is taken to be later, whatever its clock said.
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
