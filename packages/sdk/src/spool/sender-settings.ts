import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { DestinationType } from '../destinations/destination.js';
import { destinationTag } from '../destinations/destination-tag.js';
import { lstatSync, renameSync, rmSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import { readSmallFile } from './small-file.js';
import { writeDraft } from './write-draft.js';

/**
 * What a sender needs to know, kept beside the events with mode 0600: a key in the arguments of a
 * process could be read by every user of the machine.
 */
export interface SenderSettings {
  /** Whose protocol the endpoint speaks. */
  type: DestinationType;
  /** As it was given; see `destinationUrl`. Empty for a vendor's own. */
  endpoint: string;
  key: string | undefined;
  /** The key was given for this endpoint. Earlier releases do not say, and sent the tool's to others too. */
  isKeyOfEndpoint?: boolean;
  /** Name and version of the library, for example `sonde/0.1.0`. */
  library: string;
  /** As it was defined; the sender writes it in the form that is exchanged. */
  catalog: CatalogDefinition;
  backoffMs: number;
  requestTimeoutMs: number;
  /** Of a tool that runs for long: undelivered events are dropped for want of room, not for their age. */
  isLongLived?: boolean;
}

/** Name of the file that holds the settings of a destination. */
export const settingsFileName = (tag: string): string => `settings-${tag}.json`;

/** The tag under which files for the destination of these settings are named. */
export const tagOf = ({
  catalog,
  type,
  endpoint,
  key,
}: Pick<SenderSettings, 'catalog' | 'type' | 'endpoint' | 'key'>): string =>
  destinationTag({ tool: catalog.tool, type, endpoint, key });

/**
 * Whether this user, and nobody else, can have written a file: where others may write to the
 * directory, one of them could say where the events go.
 */
function isOwnFile(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  return process.platform === 'win32' || (uid === userId() && (mode & 0o022) === 0);
}

/** Reads the settings of a destination; undefined when there are none that can be used. */
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

/** Writes the settings when they differ from those that are there. Throws when it cannot. */
export function writeSenderSettings(directory: string, settings: SenderSettings): void {
  const path = `${directory}/${settingsFileName(tagOf(settings))}`;
  // A class of errors keeps its name, so that the catalog is the same on both sides.
  const text = JSON.stringify(settings, (_, value) => (typeof value === 'function' ? {} : value));
  try {
    if (readSmallFile(path) === text && isOwnFile(path)) return;
  } catch {}
  // A sender that reads at the same time sees the old or the new file, never half of one.
  const draft = `${path}.${process.pid}.tmp`;
  writeDraft(draft, text);
  try {
    renameSync(draft, path);
  } catch {
    // A directory is there, say; nothing would ever be sent.
    rmSync(path, { recursive: true, force: true });
    renameSync(draft, path);
  }
}
