import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { syncDirectory } from './file-tree.js';

export interface BackupFile {
  /** Path within the backup, with `/`. */
  path: string;
  bytes: number;
  sha256: string;
}

/**
 * Describes a backup, in `sonde-backup.json`. It is written last: without it the backup is
 * incomplete.
 */
export interface BackupManifest {
  format: number;
  id: string;
  /** Version of the program that wrote it. */
  version: string;
  /** Number of the newest migration that the data has. */
  migration: number;
  /** ISO 8601. Everything acknowledged before this time is in the backup. */
  began_at: string;
  finished_at: string;
  /** The backup that contains the rest; null if this one is complete. */
  base: { id: string; directory: string } | null;
  /** Sizes include the data in the base. */
  tables: { name: string; bytes: number }[];
  files: BackupFile[];
}

/** A backup and the backups it is based on, itself first. */
export interface FoundBackup {
  directory: string;
  manifest: BackupManifest;
}

const manifestName = 'sonde-backup.json';
/** Directory of the engine's files in the backup. */
export const engineName = 'engine';
/** Directory of what waited in the overflow; absent if nothing did. */
export const overflowName = 'overflow';
/** Raised when the format changes so that earlier versions cannot read it. */
export const newestFormat = 1;

/** Identifies a backup for the engine and for backups based on it. */
export function createBackupId(): string {
  return `backup-${randomUUID()}`;
}

/** Where the manifest is written before it is renamed. */
export function manifestDraft(directory: string): string {
  return join(directory, `${manifestName}.draft`);
}

export async function writeManifest(directory: string, manifest: BackupManifest): Promise<void> {
  const draft = manifestDraft(directory);
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(directory, manifestName));
  await syncDirectory(directory);
}

/** @throws `backup_incomplete`, `backup_damaged`, `backup_newer_than_program` */
async function readManifest(directory: string): Promise<BackupManifest> {
  let text: string;
  try {
    text = await readFile(join(directory, manifestName), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') {
      throw new SondeError('file_not_readable', {
        detail: join(directory, manifestName),
        cause: error,
      });
    }
    throw new SondeError('backup_incomplete', { detail: directory, cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SondeError('backup_damaged', { detail: join(directory, manifestName), cause });
  }
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > newestFormat) {
    throw new SondeError('backup_newer_than_program', {
      detail: `its format is ${format}, this program knows up to ${newestFormat}`,
    });
  }
  if (isManifest(value)) return value;
  throw new SondeError('backup_damaged', { detail: join(directory, manifestName) });
}

function isManifest(value: unknown): value is BackupManifest {
  const { id, version, migration, began_at, finished_at, base, tables, files } = (value ??
    {}) as Partial<BackupManifest>;
  return (
    /^backup-[0-9a-f-]{36}$/.test(String(id)) &&
    [version, began_at, finished_at].every((text) => typeof text === 'string') &&
    Number.isInteger(migration) &&
    (base === null || (typeof base?.id === 'string' && typeof base.directory === 'string')) &&
    Array.isArray(tables) &&
    Array.isArray(files) &&
    files.every(isFile)
  );
}

function isFile(file: BackupFile): boolean {
  return (
    typeof file.path === 'string' &&
    // A manifest must not make the program read files outside the backup.
    !file.path.split('/').includes('..') &&
    Number.isInteger(file.bytes) &&
    typeof file.sha256 === 'string'
  );
}

/**
 * Reads a backup and the backups it is based on. A base is at its original path or, if both were
 * moved together, beside the backup under the same name.
 *
 * @throws what {@link readManifest} throws, and `backup_base_unusable`
 */
export async function findBackup(directory: string): Promise<FoundBackup[]> {
  const found: FoundBackup[] = [{ directory, manifest: await readManifest(directory) }];
  for (;;) {
    const last = found.at(-1);
    const base = last?.manifest.base;
    if (last === undefined || base === undefined || base === null) return found;
    if (found.some(({ manifest }) => manifest.id === base.id)) {
      throw new SondeError('backup_damaged', {
        detail: `${last.directory}: it is based on itself`,
      });
    }
    found.push(await findBase(last.directory, base));
  }
}

async function findBase(
  directory: string,
  base: { id: string; directory: string },
): Promise<FoundBackup> {
  const beside = join(dirname(directory), basename(base.directory));
  let failure: unknown;
  for (const place of [base.directory, beside]) {
    try {
      const manifest = await readManifest(place);
      if (manifest.id === base.id) return { directory: place, manifest };
    } catch (error) {
      failure ??= error;
    }
  }
  throw new SondeError('backup_base_unusable', {
    detail: `${directory} needs ${base.directory}, neither there nor at ${beside}`,
    cause: failure,
  });
}
