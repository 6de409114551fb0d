import { X509Certificate } from 'node:crypto';
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
 * @throws `file_not_readable`, `setting_invalid`, or what opening the store throws
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
      : (await read('--store-password-file', passwordFile)).toString('utf8').replace(/\r?\n$/, '');
  return {
    url,
    ...(secret === undefined ? {} : { password: secret }),
    ...(caFile === undefined ? {} : { ca: await readCertificates(caFile) }),
  };
}

async function readCertificates(path: string): Promise<Buffer> {
  const certificates = await read('--store-ca', path);
  try {
    new X509Certificate(certificates);
  } catch (cause) {
    const detail = `--store-ca: ${path} holds no certificate in PEM`;
    throw new SondeError('setting_invalid', { detail, cause });
  }
  return certificates;
}

async function read(option: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const detail = `${option}: ${error instanceof Error ? error.message : path}`;
    throw new SondeError('file_not_readable', { detail, cause: error });
  }
}
