import { SondeError } from '@sonde/protocol';
import { isRestoreUnfinished } from './backup/restore-backup.js';
import { openChdb } from './chdb.js';
import { checkStorePlace, engineDirectory, measureMachine, wasWritten } from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { shareMemory } from './engine-memory.js';
import { type AppliedMigrations, inspectMigrations } from './migrations.js';
import { toOpenError } from './store-errors.js';

/**
 * Inspects data that no collector has open, without changing it.
 *
 * @returns The number of the newest migration and how many migrations are missing; undefined
 *   without data.
 * @throws what opening the store throws
 */
export async function inspectStore(directory: string): Promise<AppliedMigrations | undefined> {
  if (await isRestoreUnfinished(directory)) {
    throw new SondeError('restore_unfinished', { detail: directory });
  }
  if (!(await wasWritten(directory))) return undefined;
  await checkStorePlace(directory, 'embedded');
  const unlock = await lockDirectory(directory);
  try {
    const engine = await openChdb(engineDirectory(directory), shareMemory(measureMachine()));
    try {
      return await inspectMigrations(engine.reader);
    } finally {
      await engine.close();
    }
  } catch (error) {
    throw toOpenError(error, directory);
  } finally {
    await unlock();
  }
}
