import type { UserSetting } from '../consent/user-setting.js';
import { dirname, renameSync, rmSync } from '../runtime/node-modules.js';
import { makeDirectory, refuseForeign } from '../spool/make-directory.js';
import { writeDraft } from '../spool/write-draft.js';

/** Saves the user's choice atomically, readable only by them. Throws on failure. */
export function writeUserSetting(path: string, setting: UserSetting): void {
  const draft = `${path}.${process.pid}.tmp`;
  const text = JSON.stringify({
    telemetry: setting.telemetry,
    consent_version: setting.consentVersion,
    changed_at: new Date().toISOString(),
  });
  makeDirectory(dirname(path));
  refuseForeign(dirname(path));
  try {
    writeDraft(draft, `${text}\n`);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
