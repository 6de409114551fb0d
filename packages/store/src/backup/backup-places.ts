import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { engineName } from './manifest.js';

/** The only directory that the engine may write backups to and read them from. */
export function backupPlaces(dataDirectory: string): string {
  return join(resolve(dataDirectory), 'backup-places');
}

/**
 * Lets the engine reach backups, wherever they are, for as long as `act` takes: each is a link of the
 * backup’s id. The links are relative names to the engine, so that a backup that is based on another
 * still finds it when both were moved.
 */
export async function openPlaces<Result>(
  places: string,
  backups: readonly { id: string; directory: string }[],
  act: () => Promise<Result>,
): Promise<Result> {
  // What a killed process left: links, which are not followed.
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
