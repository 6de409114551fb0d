import { deletionSecretPattern } from '@sonde/protocol';
import { anonymousIdPath } from '../recording/anonymous-id.js';
import { readSmallFile } from '../spool/small-file.js';

/** Who this installation is to the collector. */
export interface Installation {
  id: string;
  /** What proves it; undefined where only the id was kept. */
  secret: string | undefined;
  path: string;
}

/** Reads the identity that was made on the first run; undefined when there is none. Makes none. */
export function readInstallation(directory: string): Installation | undefined {
  const path = anonymousIdPath(directory);
  try {
    const [id = '', secret = ''] = (readSmallFile(path) ?? '').split('\n');
    if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
    return { id, secret: deletionSecretPattern.test(secret) ? secret : undefined, path };
  } catch {
    return undefined;
  }
}
