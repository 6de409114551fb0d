import { count } from '@sonde/analytics';
import { type Static, Type } from 'typebox';
import type { Database } from '../sql/database.js';
import { defineQuery } from './query.js';

const dayMs = 86_400_000;
const historyDays = 30;

const Storage = Type.Object({
  rows: count('Rows of all tables, including repeats that are not merged yet'),
  bytes: count('Their size on disk'),
  parts: count('Parts: groups of rows that the engine has not merged yet'),
  superseded_bytes: count(
    'Size of files that merges, deletions and retention have replaced; the engine removes them within minutes',
  ),
  disk: Type.Object({
    total_bytes: count('Size of the volume of the data directory'),
    free_bytes: count('Bytes of it that the collector may still write'),
    floor_bytes: count('Bytes that must stay free: below this nothing is stored'),
  }),
  overflow: Type.Object(
    {
      events: count('Events that wait there'),
      bytes: count('Bytes of their files'),
      unreadable_files: count('Files that could not be read or stored; they are kept'),
    },
    { description: 'Accepted while the store was overloaded, slow or failing; stored soon' },
  ),
  tables: Type.Array(
    Type.Object({
      table: Type.String(),
      rows: count('Rows'),
      bytes: count('Bytes on the disk'),
      parts: count('Parts'),
      months: Type.Array(
        Type.Object({
          month: Type.Union([Type.String(), Type.Null()], {
            description: 'Like 2026-05; null for implausible dates',
          }),
          rows: count('Rows'),
          bytes: count('Bytes on the disk'),
        }),
        { description: 'In order; empty for tables that are not partitioned by month' },
      ),
    }),
    { description: 'Largest first' },
  ),
  history: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date', description: 'UTC' }),
      bytes: count('Bytes of all tables at the last measurement of that day'),
    }),
    { description: 'Those of the last 30 days on which the store ran, in order' },
  ),
  growth_bytes_per_day: Type.Union([Type.Number(), Type.Null()], {
    description:
      'Over the last 30 days, or since the first measurement; negative if it shrank; null within the first day',
  }),
  days_until_floor: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description:
      'Days until the floor is reached at that rate; null if the store does not grow or its growth is unknown',
  }),
});
type Storage = Static<typeof Storage>;

/** Disk use of the tables of all projects, and its growth over the last 30 days. */
export const storage = defineQuery({
  path: '/api/v1/storage',
  operation: 'getStorage',
  summary: 'Disk use of the store and its growth',
  access: 'server-administrator',
  parameters: {},
  response: { name: 'Storage', description: 'Sizes', schema: Storage },
  async read({ db, volume, overflow }, _asked, now) {
    const { unreadableFiles, ...waiting } = overflow();
    const { totalBytes, freeBytes, floorBytes } = await volume.measure();
    const tables = await readTables(db);
    const history = await readHistory(db, now);
    const sum = (pick: (table: Storage['tables'][number]) => number) =>
      tables.reduce((total, table) => total + pick(table), 0);
    const bytes = sum((table) => table.bytes);
    const growth = growthPerDay(history, { bytes, measuredAt: now });
    return {
      rows: sum((table) => table.rows),
      bytes,
      parts: sum((table) => table.parts),
      superseded_bytes: await readSuperseded(db),
      disk: {
        total_bytes: totalBytes,
        free_bytes: freeBytes,
        floor_bytes: floorBytes,
      },
      overflow: { ...waiting, unreadable_files: unreadableFiles },
      tables,
      history: history.map((measured) => ({ day: measured.day, bytes: measured.bytes })),
      growth_bytes_per_day: growth,
      days_until_floor:
        growth === null || growth <= 0 ? null : Math.max(0, freeBytes - floorBytes) / growth,
    };
  },
});

async function readTables(db: Database): Promise<Storage['tables']> {
  const rows = await db.rows<{
    table: string;
    partition_id: string;
    rows: string;
    bytes: string;
    parts: string;
  }>(
    `SELECT table, partition_id, toString(sum(rows)) AS rows,
       toString(sum(bytes_on_disk)) AS bytes, toString(count()) AS parts
     FROM system.parts WHERE database = 'sonde' AND active
     GROUP BY table, partition_id ORDER BY table, partition_id`,
  );
  const tables = new Map<string, Storage['tables'][number]>();
  for (const row of rows) {
    const { table, partition_id } = row;
    const [ofRows, ofBytes] = [Number(row.rows), Number(row.bytes)];
    const found = tables.get(table) ?? { table, rows: 0, bytes: 0, parts: 0, months: [] };
    tables.set(table, found);
    found.rows += ofRows;
    found.bytes += ofBytes;
    found.parts += Number(row.parts);
    if (partition_id !== 'all') {
      found.months.push({ month: readMonth(partition_id), rows: ofRows, bytes: ofBytes });
    }
  }
  return [...tables.values()].sort((a, b) => b.bytes - a.bytes);
}

function readMonth(partition: string): string | null {
  return /^\d{6}$/.test(partition) ? `${partition.slice(0, 4)}-${partition.slice(4)}` : null;
}

async function readSuperseded(db: Database): Promise<number> {
  const [row] = await db.rows<{ bytes: string }>(
    `SELECT toString(sum(bytes_on_disk)) AS bytes
     FROM system.parts WHERE database = 'sonde' AND NOT active`,
  );
  return Number(row?.bytes ?? 0);
}

interface Measured {
  day: string;
  bytes: number;
  /** Milliseconds since 1970. */
  measuredAt: number;
}

async function readHistory(db: Database, now: number): Promise<Measured[]> {
  const first = new Date(now - historyDays * dayMs).toISOString().slice(0, 10);
  const rows = await db.rows<{ day: string; bytes: string; at: string }>(
    `SELECT toString(day) AS day, toString(sum(latest)) AS bytes, toString(max(at)) AS at
     FROM (
       SELECT day, table, argMax(bytes, measured_at) AS latest, max(measured_at) AS at
       FROM sonde.storage_history WHERE day >= toDate({first:String}) GROUP BY day, table
     ) GROUP BY day ORDER BY day`,
    { first },
  );
  return rows.map(({ day, bytes, at }) => ({ day, bytes: Number(bytes), measuredAt: Number(at) }));
}

/** Null within the first day: the first hours say little about a month. */
export function growthPerDay(
  history: readonly Measured[],
  current: { bytes: number; measuredAt: number },
): number | null {
  const [first] = history;
  if (first === undefined) return null;
  const days = (current.measuredAt - first.measuredAt) / dayMs;
  return days < 1 ? null : (current.bytes - first.bytes) / days;
}
