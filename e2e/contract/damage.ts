import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseScene } from './contract-case.js';

/** What orbit knows of applications on this machine cannot be read any more. */
export function damageProfiles({ configDirectory }: CaseScene): void {
  mkdirSync(configDirectory, { recursive: true });
  writeFileSync(join(configDirectory, 'profiles.json'), '{ damaged');
}

/** The stored session cannot be read any more. */
export function damageSession({ configDirectory }: CaseScene): void {
  mkdirSync(configDirectory, { recursive: true });
  writeFileSync(join(configDirectory, 'session.json'), '{ damaged');
}

/** A directory in which not even root can make anything, and in which nothing is. */
export const unwritableConfiguration = { XDG_CONFIG_HOME: '/proc' };

/**
 * orbit stops in the middle of a call of the file system, as with a disk that hangs.
 *
 * @param call For example `renameSync:profiles.json`.
 */
export const holdingAt = (call: string) => ({
  NODE_OPTIONS: `--import=${fileURLToPath(new URL('./fixtures/hold.mjs', import.meta.url))}`,
  ORBIT_HOLD: call,
});
