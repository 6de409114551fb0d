import type { DestinationType } from '@sonde/destinations';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { lstatSync, renameSync, rmSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import { destinationTag } from './destination-tag.js';
import { readSmallFile } from './small-file.js';
import { writeDraft } from './write-draft.js';

/**
 * What a sender needs to know. Stored next to the events with mode 0600, because every user of the machine
 * can read a process's arguments.
 */
export interface SenderSettings {
  /** The endpoint's protocol. */
  type: DestinationType;
  /** As configured; see `destinationUrl`. Empty for a vendor's default. */
  endpoint: string;
  key: string | undefined;
  /** The key was set for this endpoint. Missing in earlier releases, which sent the tool's key to any endpoint. */
  isKeyOfEndpoint?: boolean;
  /** Name and version of the library, for example `sonde/0.1.0`. */
  library: string;
  /** As defined by the tool; the sender converts it to its JSON form. */
  catalog: CatalogDefinition;
  backoffMs: number;
  requestTimeoutMs: number;
  /** The tool is long-lived: undelivered events are dropped only if the spool is full, not when they are old. */
  isLongLived?: boolean;
}

/** The settings file of a destination. */
export const settingsFileName = (tag: string): string => `settings-${tag}.json`;

/** The destination's tag in file names. */
export const tagOf = ({
  catalog,
  type,
  endpoint,
  key,
}: Pick<SenderSettings, 'catalog' | 'type' | 'endpoint' | 'key'>): string =>
  destinationTag({ tool: catalog.tool, type, endpoint, key });

/**
 * Whether only this user can have written a file. In a shared directory, another user could otherwise
 * redirect the events.
 */
function isOwnFile(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return process.platform === 'win32' || (uid === userId() && (mode & 0o022) === 0);
}

/** Reads the settings of a destination; undefined if there are none that can be trusted. */
export function readSenderSettings(directory: string, tag: string): SenderSettings | undefined {
  try {
    const path = `${directory}/${settingsFileName(tag)}`;
    if (!isOwnFile(path)) return undefined;
    const text = readSmallFile(path) ?? '';
    const settings: unknown = JSON.parse(text);
    return typeof settings === 'object' &&
      settings !== null &&
      'endpoint' in settings &&
      typeof settings.endpoint === 'string'
      ? (settings as SenderSettings)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the settings if they differ from the stored ones. Throws on failure. */
export function writeSenderSettings(directory: string, settings: SenderSettings): void {
  const path = `${directory}/${settingsFileName(tagOf(settings))}`;
  // An error class in the catalog is written as an empty object, so its name is kept.
  const text = JSON.stringify(settings, (_, value) => (typeof value === 'function' ? {} : value));
  try {
    if (readSmallFile(path) === text && isOwnFile(path)) return;
  } catch {}
  // Replaced by a rename, so a sender reads the old or the new file, never half of one.
  const draft = `${path}.${process.pid}.tmp`;
  writeDraft(draft, text);
  try {
    renameSync(draft, path);
  } catch {
    // A directory may have this name; without this, nothing would ever be sent.
    rmSync(path, { recursive: true, force: true });
    renameSync(draft, path);
  }
}
