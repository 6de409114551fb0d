import { readFile } from 'node:fs/promises';
import { SondeError } from '@sonde/protocol';
import {
  type EmbeddedStoreOptions,
  openEmbeddedStore,
  openServerStore,
  type ServerStoreOptions,
  type Store,
} from '@sonde/store';
import type { ServerSettings } from './server-settings.js';

/**
 * Opens the store that the settings select.
 *
 * @param server Undefined for the embedded store.
 * @param mustLead Whether it fails if another collector leads.
 * @throws `file_not_readable`, or what opening the store throws
 */
export async function openStore(
  options: EmbeddedStoreOptions,
  server: ServerSettings | undefined,
  { mustLead = false } = {},
): Promise<Store> {
  if (server === undefined) return openEmbeddedStore(options);
  const { memoryBytes: _ofEngine, ...common } = options;
  return openServerStore({ ...common, mustLead, ...(await readServerFiles(server)) });
}

/** Reads the password and the certificates. */
export async function readServerFiles({
  url,
  password,
  passwordFile,
  caFile,
}: ServerSettings): Promise<Pick<ServerStoreOptions, 'url' | 'password' | 'ca'>> {
  const secret =
    passwordFile === undefined
      ? password
      : (await read(passwordFile)).toString('utf8').replace(/\r?\n$/, '');
  return {
    url,
    ...(secret === undefined ? {} : { password: secret }),
    ...(caFile === undefined ? {} : { ca: await read(caFile) }),
  };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const detail = error instanceof Error ? error.message : path;
    throw new SondeError('file_not_readable', { detail, cause: error });
  }
}
