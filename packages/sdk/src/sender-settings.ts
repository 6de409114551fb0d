import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogDefinition } from './define-catalog.js';

/**
 * What a sender needs to know, kept beside the events with mode 0600: a key in the arguments of a
 * process could be read by every user of the machine.
 */
export interface SenderSettings {
  /** Full address, ending in `/ingest`. */
  url: string;
  key: string | undefined;
  /** Name and version of the library, for example `sonde/0.1.0`. */
  library: string;
  /** As it was defined; the sender writes it in the form that is exchanged. */
  catalog: CatalogDefinition;
  backoffMs: number;
  requestTimeoutMs: number;
}

export const settingsFileName = 'settings.json';

/** Reads the settings of a spool; undefined when there are none that can be used. */
export function readSenderSettings(directory: string): SenderSettings | undefined {
  try {
    const settings: unknown = JSON.parse(readFileSync(join(directory, settingsFileName), 'utf8'));
    return typeof settings === 'object' &&
      settings !== null &&
      'url' in settings &&
      typeof settings.url === 'string'
      ? (settings as SenderSettings)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the settings when they differ from those that are there. Throws when it cannot. */
export function writeSenderSettings(directory: string, settings: SenderSettings): void {
  const path = join(directory, settingsFileName);
  // A class of errors keeps its name, so that the catalog is the same on both sides.
  const text = JSON.stringify(settings, (_, value) => (typeof value === 'function' ? {} : value));
  try {
    if (readFileSync(path, 'utf8') === text) return;
  } catch {}
  // A sender that reads at the same time sees the old or the new file, never half of one.
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

/** Whether two settings lead to the same place: a failure of one says nothing about another. */
export function sameDestination(
  one: Pick<SenderSettings, 'url' | 'key'>,
  other: Pick<SenderSettings, 'url' | 'key'>,
): boolean {
  return one.url === other.url && one.key === other.key;
}
