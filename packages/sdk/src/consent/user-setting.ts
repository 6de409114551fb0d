import { readSmallFile } from '../spool/small-file.js';

/** What the user chose with `<tool> telemetry enable` or `disable`. */
export interface UserSetting {
  telemetry: 'on' | 'off';
  /** The catalog's consent version at the time of the choice. */
  consentVersion: number;
}

/**
 * Reads the user's own choice: undefined when there is none, `unreadable` when it cannot be read or
 * parsed, which turns telemetry off. Never throws, never writes.
 */
export function readUserSetting(path: string | undefined): UserSetting | 'unreadable' | undefined {
  if (path === undefined) return undefined;
  try {
    const text = readSmallFile(path);
    if (text === undefined) return undefined;
    const { telemetry, consent_version } = JSON.parse(text);
    if (telemetry !== 'on' && telemetry !== 'off') return 'unreadable';
    return {
      telemetry,
      consentVersion: Number.isSafeInteger(consent_version) ? consent_version : 0,
    };
  } catch {
    return 'unreadable';
  }
}
