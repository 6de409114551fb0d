import { SondeError } from '@sonde/protocol';
import type { Database } from '../sql/database.js';
import type { Volume, VolumeSize } from '../storage/volume.js';

/**
 * The disks on which the tables are, of all servers together. A server itself refuses what has no
 * room.
 */
export function createServerVolume(servers: readonly Database[]): Volume {
  return {
    checkSpace: async () => {},
    async checkWritable() {
      try {
        await Promise.all(servers.map((db) => db.rows('SELECT 1')));
      } catch (cause) {
        throw new SondeError('store_unavailable', {
          detail:
            servers.length === 1
              ? 'the ClickHouse server does not answer'
              : 'one of the ClickHouse servers does not answer',
          cause,
        });
      }
    },
    async measure() {
      const sizes = await Promise.all(servers.map(measureServer));
      const sum = (pick: (size: VolumeSize) => number) =>
        sizes.reduce((total, size) => total + pick(size), 0);
      return {
        totalBytes: sum(({ totalBytes }) => totalBytes),
        freeBytes: sum(({ freeBytes }) => freeBytes),
        floorBytes: sum(({ floorBytes }) => floorBytes),
      };
    },
  };
}

async function measureServer(db: Database): Promise<VolumeSize> {
  const [row] = await db.rows<{ total: string; free: string; floor: string }>(
    `SELECT toString(sum(total_space)) AS total, toString(sum(free_space)) AS free,
       toString(sum(keep_free_space)) AS floor
     FROM system.disks WHERE name IN (
       SELECT arrayJoin(disks) FROM system.storage_policies WHERE policy_name IN (
         SELECT storage_policy FROM system.tables WHERE database = 'sonde'))`,
  );
  return {
    totalBytes: Number(row?.total),
    freeBytes: Number(row?.free),
    floorBytes: Number(row?.floor),
  };
}
