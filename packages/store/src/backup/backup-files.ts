import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { walk } from './file-tree.js';
import type { BackupFile, FoundBackup } from './manifest.js';

/**
 * All files below a directory, with size and checksum; paths are relative to `root`.
 *
 * @param watch Called before each file; may throw.
 */
export async function describeFiles(
  directory: string,
  root: string,
  watch: () => Promise<void>,
): Promise<BackupFile[]> {
  const described: BackupFile[] = [];
  for (const path of (await walk(directory)).files) {
    await watch();
    const { bytes, sha256 } = await digest(path);
    described.push({ path: relative(root, path).split('\\').join('/'), bytes, sha256 });
  }
  return described;
}

/**
 * Compares a backup with its manifest.
 *
 * @param options.content Whether to verify contents, or only sizes.
 * @throws `backup_damaged`
 */
export async function checkFiles(
  { directory, manifest }: FoundBackup,
  options: { content: boolean },
): Promise<void> {
  for (const file of manifest.files) {
    const path = join(directory, file.path);
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) throw damaged(`${path} is missing`);
    if (size !== file.bytes) throw damaged(`${path} has ${size} bytes instead of ${file.bytes}`);
    if (!options.content) continue;
    const found = await digest(path).catch((error: unknown) => {
      throw damaged(`${path} cannot be read`, error);
    });
    if (found.sha256 !== file.sha256) throw damaged(`${path} has another checksum`);
  }
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'r');
  try {
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

function damaged(detail: string, cause?: unknown): SondeError {
  return new SondeError('backup_damaged', { detail, cause });
}
