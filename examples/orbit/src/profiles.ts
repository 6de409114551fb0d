import { join } from 'node:path';
import { ConfigurationFileError } from './cli-error.js';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import type { Settings } from './settings.js';

export interface Profile {
  name: string;
  region: string;
  plan: string;
  api_key: string;
}

/** What orbit keeps on this machine of the applications it created. */
export interface Profiles {
  /** Id of the application that commands use when none is named. */
  default_application: string | null;
  /** By application id. */
  applications: Record<string, Profile>;
}

function profilesFile(settings: Settings): string {
  return join(settings.configDirectory, 'profiles.json');
}

/** @throws ConfigurationFileError when the file is there and is not one of ours. */
export function readProfiles(settings: Settings): Profiles {
  const file = profilesFile(settings);
  const stored = readPrivateFile(file);
  if (stored === undefined) return { default_application: null, applications: {} };
  const { default_application, applications } = (stored ?? {}) as Partial<Profiles>;
  const isOurs =
    (default_application === null || typeof default_application === 'string') &&
    typeof applications === 'object' &&
    applications !== null;
  if (!isOurs) {
    throw new ConfigurationFileError(`${file} is damaged.`, {
      hint: 'Correct it, or move it away.',
    });
  }
  return { default_application, applications };
}

/** Adds or replaces one application's profile; the first one becomes the default. */
export function storeProfile(settings: Settings, applicationId: string, profile: Profile): void {
  const profiles = readProfiles(settings);
  profiles.applications[applicationId] = profile;
  profiles.default_application ??= applicationId;
  writePrivateFile(profilesFile(settings), profiles);
}

/** Changes what is kept of an application, where something is. */
export function updateProfile(
  settings: Settings,
  applicationId: string,
  change: Partial<Profile>,
): void {
  const profiles = readProfiles(settings);
  const profile = profiles.applications[applicationId];
  if (profile === undefined) return;
  profiles.applications[applicationId] = { ...profile, ...change };
  writePrivateFile(profilesFile(settings), profiles);
}

/** @param applicationId Null for none. */
export function storeDefaultApplication(settings: Settings, applicationId: string | null): void {
  writePrivateFile(profilesFile(settings), {
    ...readProfiles(settings),
    default_application: applicationId,
  });
}
