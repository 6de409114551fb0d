import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SondeError } from '@sonde/protocol';

/** A file that gets its name when it is complete. */
export interface NewFile {
  write(data: string | Uint8Array): Promise<void>;
  /** Puts the file on disk under its name. */
  complete(): Promise<void>;
  /** Removes the file, unless it is complete. */
  discard(): Promise<void>;
}

/**
 * Creates the file beside its final place, as `<name>.part-<random>`.
 *
 * Throws `file_exists`, unless it may be replaced, and `file_not_writable`.
 */
export async function createNewFile(path: string, mayReplace: boolean): Promise<NewFile> {
  const place = await findPlace(path);
  const target = place.path;
  const part = join(dirname(target), `${basename(target)}.part-${randomBytes(6).toString('hex')}`);
  const refuseExisting = () => {
    throw new SondeError('file_exists', { detail: path });
  };
  if (place.mode !== undefined && !mayReplace) refuseExisting();
  const file = await writable(path, () => open(part, 'wx', place.mode ?? 0o666));
  let isComplete = false;
  return {
    write: (data) => writable(path, () => writeAll(file, data)),
    async complete() {
      await writable(path, () => file.sync());
      await writable(path, () => file.close());
      // Another program may have created it meanwhile.
      if (!mayReplace && (await findPlace(path)).mode !== undefined) refuseExisting();
      await writable(path, () => rename(part, target));
      isComplete = true;
      await syncDirectory(dirname(target));
    },
    async discard() {
      if (isComplete) return;
      await file.close().catch(() => {});
      await rm(part, { force: true });
    },
  };
}

const isLink = (path: string) =>
  lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );

/** Where to put the file, and the mode of the file that is there. */
async function findPlace(path: string): Promise<{ path: string; mode?: number }> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw notWritable(path, error);
  });
  if (found === undefined && (await isLink(path))) {
    // Renaming would replace the link.
    throw new SondeError('file_not_writable', { detail: `${path}: a link to a file that is gone` });
  }
  if (path === '') throw new SondeError('file_not_writable', { detail: 'its name is empty' });
  if (found === undefined && !/[\\/]$/.test(path)) return { path };
  // Renaming would replace a device or a pipe.
  if (found?.isFile() !== true) {
    throw new SondeError('file_not_writable', { detail: `${path}: not a regular file` });
  }
  // Renaming would replace a symbolic link, not the file.
  return { path: await realpath(path), mode: found.mode & 0o777 };
}

async function writeAll(file: FileHandle, data: string | Uint8Array): Promise<void> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, from);
    from += bytesWritten;
  }
}

/** So that the name survives a power cut. Windows cannot sync directories. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => {});
  await directory?.close();
}

async function writable<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): SondeError {
  const { code } = cause as NodeJS.ErrnoException;
  return new SondeError('file_not_writable', {
    detail: code === undefined ? path : `${path}: ${words[code] ?? code}`,
    cause,
  });
}

const words: Partial<Record<string, string>> = {
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory is a file',
  EACCES: 'this user may not write there',
  EROFS: 'the volume is read-only',
  ENOSPC: 'the disk is full',
};
