import { randomUUID } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { syncDirectory } from './file-tree.js';

export interface BackupFile {
  /** Within the backup, with `/`. */
  path: string;
  bytes: number;
  sha256: string;
}

/** What a backup says of itself, in `sonde-backup.json`. It is written last: without it there is no backup. */
export interface BackupManifest {
  format: number;
  id: string;
  /** Of the program that wrote it. */
  version: string;
  /** Newest change of the tables that the data have. */
  migration: number;
  /** ISO 8601. Everything that was acknowledged before is in the backup. */
  began_at: string;
  finished_at: string;
  /** Another backup, which holds the rest; null when this one holds everything. */
  base: { id: string; directory: string } | null;
  /** Sizes include what is in the base. */
  tables: { name: string; bytes: number }[];
  files: BackupFile[];
}

/** A backup with those that it is based on, itself first. */
export interface FoundBackup {
  directory: string;
  manifest: BackupManifest;
}

const manifestName = 'sonde-backup.json';
/** What the engine wrote, within the backup. */
export const engineName = 'engine';
/** A later program that writes what this one cannot read raises it. */
export const newestFormat = 1;

/** As the engine knows a backup, and as a later one names it as its base. */
export function createBackupId(): string {
  return `backup-${randomUUID()}`;
}

/** Where the manifest is written before it takes its name. */
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
    // Whoever wrote the manifest must not have other files read.
    !file.path.split('/').includes('..') &&
    Number.isInteger(file.bytes) &&
    typeof file.sha256 === 'string'
  );
}

/**
 * Reads a backup and those it is based on. A base is where it was when the backup was written, or, when
 * they were moved together, beside it under the same name.
 *
 * @throws what {@link readManifest} does, and `backup_base_unusable`
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
