import { SondeError } from '@sonde/protocol';
import type { Database } from '../sql/database.js';
import type { Volume } from '../storage/volume.js';

/** The disks of a server on which the tables are. The server itself refuses what has no room. */
export function createServerVolume(db: Database): Volume {
  return {
    checkSpace: async () => {},
    async checkWritable() {
      try {
        await db.rows('SELECT 1');
      } catch (cause) {
        throw new SondeError('store_unavailable', {
          detail: 'the ClickHouse server does not answer',
          cause,
        });
      }
    },
    async measure() {
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
    },
  };
}
