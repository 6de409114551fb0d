import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { derivedTables } from '../derived/tables.js';

/**
 * The two parts of a backup, in the order in which they are written. Deletion receipts are read
 * before the events. In the other order, a deletion in between would be backed up as done together
 * with events that it had not removed yet.
 */
export const backupParts = ['deletions', 'tables'] as const;

export type BackupPart = (typeof backupParts)[number];

/**
 * Tables of the first part; all others are in the second. Refusals of a deletion in progress are
 * read with the events, so that events already removed are refused.
 */
const deletionTables: ReadonlySet<string> = new Set(['deletion_receipts']);

/** How often the engine's progress is polled. */
const pollMs = 100;

async function rows<Row>(client: ClickHouseClient, query: string, id = ''): Promise<Row[]> {
  const result = await client.query({ query, query_params: { id }, format: 'JSONEachRow' });
  return result.json<Row>();
}

/**
 * Makes the engine write one part of a backup. It works in the background; the connection stays
 * free.
 *
 * @param options.watch Called repeatedly meanwhile; if it throws, the engine is stopped.
 */
export async function writeEngineBackup(
  client: ClickHouseClient,
  part: BackupPart,
  options: { id: string; baseId: string | undefined; watch: () => Promise<void> },
): Promise<void> {
  const { id, baseId, watch } = options;
  const tables = await listTables(client, part);
  // The first part is small and is always written in full.
  const base =
    part === 'tables' && baseId !== undefined
      ? ` SETTINGS base_backup = File('${baseId}/${part}')`
      : '';
  const [started] = await rows<{ id: string }>(
    client,
    `BACKUP ${tables.join(', ')} TO File('${id}/${part}')${base} ASYNC`,
  );
  const backupId = started?.id ?? '';
  let reasonToStop: unknown;
  for (;;) {
    const [state] = await rows<{ status: string; error: string; query_id: string }>(
      client,
      'SELECT status, error, query_id FROM system.backups WHERE id = {id:String}',
      backupId,
    );
    if (state === undefined || state.status !== 'CREATING_BACKUP') {
      if (reasonToStop !== undefined) throw reasonToStop;
      if (state?.status === 'BACKUP_CREATED') return;
      throw new SondeError('backup_failed', {
        cause: new Error(state?.error ?? 'the engine forgot it'),
      });
    }
    try {
      if (reasonToStop === undefined) await watch();
    } catch (error) {
      reasonToStop = error;
      // The engine may finish its current file; the caller removes what was written.
      await rows(client, 'KILL QUERY WHERE query_id = {id:String} ASYNC', state.query_id);
    }
    await delay(pollMs);
  }
}

/** They are not backed up: they would have to be as old as the events, and are made from these. */
const derived: ReadonlySet<string> = new Set([
  ...derivedTables.map(({ name }) => name),
  ...['derived_states', 'derived_stale'],
]);

async function listTables(client: ClickHouseClient, part: BackupPart): Promise<string[]> {
  const tables = await rows<{ name: string }>(
    client,
    `SELECT name FROM system.tables WHERE database = 'sonde' ORDER BY name`,
  );
  return tables
    .filter(({ name }) => !derived.has(name))
    .filter(({ name }) => deletionTables.has(name) === (part === 'deletions'))
    .map(({ name }) => `TABLE sonde.${name}`);
}

export interface EngineFile {
  /** Path within the part, for example `data/sonde/events/202605_1_1_0/data.bin`. */
  name: string;
  bytes: number;
  /** Where its content is within the part; undefined if it is in the base. */
  path: string | undefined;
}

/** Reads the engine's list of the files in a part. Throws if the list is incomplete. */
export async function readEngineFiles(partDirectory: string): Promise<EngineFile[]> {
  const text = await readFile(join(partDirectory, '.backup'), 'utf8');
  if (!text.trimEnd().endsWith('</config>')) throw new Error('the list of files is cut off');
  return [...text.matchAll(/<file>(.*?)<\/file>/gs)].map(([, entry = '']) => {
    const field = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(entry)?.[1];
    const name = field('name') ?? '';
    const path = field('use_base') === 'true' ? undefined : (field('data_file') ?? name);
    return { name, bytes: Number(field('size') ?? 0), path };
  });
}

/**
 * Checks the size of each file: the engine reports a backup as complete even if the volume ran
 * full.
 */
export async function checkEngineFiles(partDirectory: string): Promise<EngineFile[]> {
  const files = await readEngineFiles(partDirectory);
  for (const { name, bytes, path } of files) {
    if (path === undefined || bytes === 0) continue;
    const { size } = await stat(join(partDirectory, path));
    if (size !== bytes) throw new Error(`${name} has ${size} bytes instead of ${bytes}`);
  }
  return files;
}
