import { lstatSync } from '../runtime/node-modules.js';
import { readSmallFile } from '../spool/small-file.js';

/** The user's choice with `<tool> telemetry enable` or `disable`. */
export interface UserSetting {
  telemetry: 'on' | 'off';
  /** The catalog's consent version at the time of the choice. */
  consentVersion: number;
}

/** A setting and where it was found. */
export interface FoundSetting {
  path: string;
  /** `unreadable` if the file cannot be read or parsed, which turns telemetry off. */
  setting: UserSetting | 'unreadable';
}

const maxLength = 65_536;

/** Reads a setting; undefined if there is none. Never throws or writes. */
export function readUserSetting(path: string): FoundSetting['setting'] | undefined {
  try {
    const text = readSmallFile(path);
    if (text === undefined) {
      // The target of a broken link may be an opt-out that is unreachable at the moment.
      return lstatSync(path, { throwIfNoEntry: false }) && 'unreadable';
    }
    if (text.length > maxLength) return 'unreadable';
    const { telemetry, consent_version } = JSON.parse(text);
    // A duplicate key may have both values.
    const isClear = telemetry === 'off' || (telemetry === 'on' && !text.includes('"off"'));
    return isClear
      ? { telemetry, consentVersion: Number.isSafeInteger(consent_version) ? consent_version : 0 }
      : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Whether a setting turns telemetry off. */
export const isRefusal = (setting: FoundSetting['setting']): boolean =>
  setting === 'unreadable' || setting.telemetry === 'off';

/** The setting that applies: the first that is off or unreadable; otherwise the first. */
export function findUserSetting(paths: readonly string[]): FoundSetting | undefined {
  let first: FoundSetting | undefined;
  for (const path of paths) {
    const setting = readUserSetting(path);
    if (setting === undefined) continue;
    first ??= { path, setting };
    if (isRefusal(setting)) return { path, setting };
  }
  return first;
}
