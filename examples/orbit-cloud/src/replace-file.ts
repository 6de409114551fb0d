import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Replaces a file, readable by its owner only, in one step; resolves when it is on disk.
 *
 * A rename is atomic, and with both the file and its directory synced it also outlives a power cut.
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
