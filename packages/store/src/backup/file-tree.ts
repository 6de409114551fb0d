import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Paths of all files and directories below a directory, including itself. */
export async function walk(directory: string): Promise<{ files: string[]; directories: string[] }> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const files: string[] = [];
  const directories = [directory];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) directories.push(path);
    else if (entry.isFile()) files.push(path);
  }
  return { files: files.sort(), directories };
}

/**
 * Syncs everything below a directory to disk; write errors that the volume delayed surface here.
 */
export async function syncTree(directory: string): Promise<void> {
  const { files, directories } = await walk(directory);
  for (const path of files) {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
  for (const path of directories) await syncDirectory(path);
}

export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
