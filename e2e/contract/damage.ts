import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseScene } from './contract-case.js';

/** Makes orbit's data about applications on this machine unreadable. */
export function damageProfiles({ configDirectory }: CaseScene): void {
  mkdirSync(configDirectory, { recursive: true });
  writeFileSync(join(configDirectory, 'profiles.json'), '{ damaged');
}

/** Makes the stored session unreadable. */
export function damageSession({ configDirectory }: CaseScene): void {
  mkdirSync(configDirectory, { recursive: true });
  writeFileSync(join(configDirectory, 'session.json'), '{ damaged');
}

/** An empty directory in which not even root can create anything. */
export const unwritableConfiguration = { XDG_CONFIG_HOME: '/proc' };

/**
 * Stops orbit during a file system call, like a disk that hangs.
 *
 * @param call For example `renameSync:profiles.json`.
 */
export const holdingAt = (call: string) => ({
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('./fixtures/hold.mjs', import.meta.url))}`,
  ORBIT_HOLD: call,
});
