import { join } from 'node:path';
import { ConfigurationFileError } from './cli-error.js';
import { withProfilesLock } from './file-lock.js';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import type { Settings } from './settings.js';

interface ProfilesPlace {
  settings: Settings;
  /** Aborted by SIGINT. */
  signal: AbortSignal;
}

export interface Profile {
  name: string;
  region: string;
  plan: string;
  api_key: string;
}

/** Data that orbit stores on this machine about applications. */
export interface Profiles {
  /** Id of the application that commands use by default. */
  default_application: string | null;
  /** By application id. */
  applications: Record<string, Profile>;
}

function profilesFile(settings: Settings): string {
  return join(settings.configDirectory, 'profiles.json');
}

/** @throws ConfigurationFileError if the file exists and is invalid. */
export function readProfiles(settings: Settings): Profiles {
  const file = profilesFile(settings);
  const stored = readPrivateFile(file);
  if (stored === undefined) return { default_application: null, applications: {} };
  const { default_application, applications } = (stored ?? {}) as Partial<Profiles>;
  const isOurs =
    (default_application === null || typeof default_application === 'string') &&
    typeof applications === 'object' &&
    applications !== null &&
    Object.values(applications).every(isProfile);
  if (!isOurs) {
    throw new ConfigurationFileError(`${file} is damaged.`, {
      hint: 'Correct it, or move it away.',
    });
  }
  return { default_application, applications };
}

function isProfile(value: unknown): value is Profile {
  if (typeof value !== 'object' || value === null) return false;
  const { name, region, plan, api_key } = value as Partial<Record<keyof Profile, unknown>>;
  return [name, region, plan, api_key].every((field) => typeof field === 'string');
}

/** Adds or replaces one application's profile; the first one becomes the default. */
export function storeProfile(
  place: ProfilesPlace,
  applicationId: string,
  profile: Profile,
): Promise<void> {
  return change(place, ({ default_application, applications }) => ({
    default_application: default_application ?? applicationId,
    applications: { ...applications, [applicationId]: profile },
  }));
}

/** Changes the stored profile of an application, if there is one. */
export async function updateProfile(
  place: ProfilesPlace,
  applicationId: string,
  fields: Partial<Profile>,
): Promise<void> {
  if (readProfiles(place.settings).applications[applicationId] === undefined) return;
  await change(place, ({ applications, ...rest }) => {
    const profile = applications[applicationId];
    return profile === undefined
      ? { ...rest, applications }
      : { ...rest, applications: { ...applications, [applicationId]: { ...profile, ...fields } } };
  });
}

/** @param applicationId Null for none. */
export function storeDefaultApplication(
  place: ProfilesPlace,
  applicationId: string | null,
): Promise<void> {
  return change(place, (profiles) => ({ ...profiles, default_application: applicationId }));
}

/** @throws ConfigurationFileError if it cannot be read or written; CancelledError on Ctrl-C. */
function change(place: ProfilesPlace, edit: (profiles: Profiles) => Profiles): Promise<void> {
  const { settings } = place;
  return withProfilesLock(place, () =>
    writePrivateFile(profilesFile(settings), edit(readProfiles(settings))),
  );
}
