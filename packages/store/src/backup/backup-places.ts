import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { engineName } from './manifest.js';

/** The only directory from which the engine reads backups and to which it writes them. */
export function backupPlaces(dataDirectory: string): string {
  return join(resolve(dataDirectory), 'backup-places');
}

/**
 * Makes backups reachable for the engine while `act` runs: each one gets a symbolic link named by
 * its id. The engine sees the links as relative names, so an incremental backup still finds its
 * base if both were moved.
 */
export async function openPlaces<Result>(
  places: string,
  backups: readonly { id: string; directory: string }[],
  act: () => Promise<Result>,
): Promise<Result> {
  // Links that a killed process left; they are not followed.
  await rm(places, { recursive: true, force: true });
  await mkdir(places, { mode: 0o700 });
  try {
    for (const { id, directory } of backups) {
      await symlink(join(resolve(directory), engineName), join(places, id));
    }
    return await act();
  } finally {
    await rm(places, { recursive: true, force: true });
  }
}
