import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Whoever writes the profiles waits for ever, in the middle of it: nobody reads the pipe. */
export function holdProfiles({ configDirectory }: CaseScene, pid: number): void {
  execFileSync('mkfifo', [join(configDirectory, `profiles.json.${pid}`)]);
}
