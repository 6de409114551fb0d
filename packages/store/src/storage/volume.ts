import { randomUUID } from 'node:crypto';
import { open, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';

/** The volume of a data directory. */
export interface Volume {
  /** Rejects with `disk_full` if the volume has no room for that many characters. */
  checkSpace: (characters: number) => Promise<void>;
  /** Writes a small file and removes it; rejects with `store_unavailable` if that fails. */
  checkWritable: () => Promise<void>;
  measure: () => Promise<VolumeSize>;
}

export interface VolumeSize {
  totalBytes: number;
  /** Bytes that this process may still write. */
  freeBytes: number;
  /** Bytes that must stay free. */
  floorBytes: number;
}

export function createVolume(directory: string, floorBytes: number): Volume {
  const measure = async () => {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize, floorBytes };
  };
  return {
    measure,
    async checkSpace(characters) {
      // Columns, index and the coming merge: together they never take more than three times the
      // text.
      const { freeBytes } = await measure();
      if (freeBytes < floorBytes + 3 * characters) {
        throw new SondeError('disk_full', { detail: directory });
      }
    },
    async checkWritable() {
      const path = join(resolve(directory), `sonde-check-${randomUUID()}`);
      try {
        const file = await open(path, 'wx', 0o600);
        try {
          await file.write('Sonde checks whether it can write here.\n');
          await file.sync();
        } finally {
          await file.close();
        }
      } catch (cause) {
        throw new SondeError('store_unavailable', {
          detail: 'the data directory cannot be written',
          cause,
        });
      } finally {
        await rm(path, { force: true }).catch(() => {});
      }
    },
  };
}
