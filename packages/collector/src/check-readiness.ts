import { SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';

/**
 * Resolves if events can be stored and queries answered.
 *
 * @throws `disk_full`, or `not_ready` with the reason
 */
export async function checkReadiness(getStore: () => Store): Promise<void> {
  const store = getStore();
  try {
    await store.checkWritable();
    await store.check();
  } catch (error) {
    if (error instanceof SondeError && error.code === 'disk_full') throw error;
    const detail =
      error instanceof SondeError ? (error.detail ?? error.message) : 'the store does not respond';
    throw new SondeError('not_ready', { detail, cause: error });
  }
}
