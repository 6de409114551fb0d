import { readFile, writeFile } from 'node:fs/promises';
import { SondeError } from '@sonde/protocol';

export interface GeneratedFile {
  path: string;
  text: string;
  check: boolean;
}

/** Writes a file; with `check`, throws `file_stale` if its content differs. */
export async function keepGeneratedFile({ path, text, check }: GeneratedFile): Promise<void> {
  if (check) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current !== text) throw new SondeError('file_stale', { detail: path });
    return;
  }
  await writeFile(path, text).catch((error: Error) => {
    throw new SondeError('file_not_writable', { detail: error.message, cause: error });
  });
}
