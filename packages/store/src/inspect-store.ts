import { SondeError } from '@sonde/protocol';
import { isRestoreUnfinished } from './backup/restore-backup.js';
import { openChdb } from './chdb.js';
import { engineDirectory, measureMachine, wasWritten } from './data-directory.js';
import { lockDirectory } from './directory-lock.js';
import { shareMemory } from './engine-memory.js';
import { migrations } from './migrations.js';
import { toOpenError } from './store-errors.js';

/**
 * Inspects data that no collector has open, without changing it.
 *
 * @returns The number of the newest migration and how many migrations are missing; undefined
 *   without data.
 * @throws what opening the store throws
 */
export async function inspectStore(
  directory: string,
): Promise<{ applied: number; missing: number } | undefined> {
  if (await isRestoreUnfinished(directory)) {
    throw new SondeError('restore_unfinished', { detail: directory });
  }
  if (!(await wasWritten(directory))) return undefined;
  const unlock = await lockDirectory(directory);
  try {
    const engine = await openChdb(engineDirectory(directory), shareMemory(measureMachine()));
    try {
      const result = await engine.reader.query({
        query: 'SELECT DISTINCT number FROM sonde.migrations',
        format: 'JSONEachRow',
      });
      const numbers = (await result.json<{ number: number }>()).map(({ number }) => number);
      const applied = Math.max(0, ...numbers);
      const known = migrations.map(({ number }) => number);
      if (applied > Math.max(...known)) {
        throw new SondeError('data_newer_than_program', {
          detail: `the data is at ${applied}, this program knows up to ${Math.max(...known)}`,
        });
      }
      return { applied, missing: known.filter((number) => !numbers.includes(number)).length };
    } finally {
      await engine.close();
    }
  } catch (error) {
    throw toOpenError(error, directory);
  } finally {
    await unlock();
  }
}
