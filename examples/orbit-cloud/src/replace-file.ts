import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file atomically, readable only by its owner; resolves when it is on disk.
 *
 * A rename is atomic; with the file and its directory synced it also survives a power failure.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draftFile = `${file}.draft`;
  const handle = await open(draftFile, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draftFile, file);
  const directoryHandle = await open(dirname(file), 'r');
  try {
    await directoryHandle.sync();
  } finally {
    await directoryHandle.close();
  }
}
