import { resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { readServerAddresses } from '@sonde/store';
import { type Command, Option } from 'commander';

/** The settings of a ClickHouse server as text: from the command line or the environment. */
export interface ServerTexts {
  /** `embedded`, or the addresses of ClickHouse servers. */
  store: string;
  storePasswordFile?: string;
  storeCa?: string;
  /** From the environment only: others can read a command line. */
  storePassword?: string;
}

export interface ServerSettings {
  /** Addresses with the user, without a password. */
  url: string;
  password: string | undefined;
  /** Absolute. */
  passwordFile: string | undefined;
  /** Absolute path of the certificates to trust; absent: those of Node.js. */
  caFile: string | undefined;
}

export const embedded = 'embedded';

/** Adds the options that select the store. */
export function addStoreOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--store <store>',
        'embedded, or ClickHouse servers: http(s)://user@host:port/sonde,…',
      )
        .env('SONDE_STORE')
        .default(embedded),
    )
    .addOption(
      new Option(
        '--store-password-file <file>',
        'password of that user; or set SONDE_STORE_PASSWORD',
      ).env('SONDE_STORE_PASSWORD_FILE'),
    )
    .addOption(
      new Option('--store-ca <file>', 'certificates to trust for that server, PEM').env(
        'SONDE_STORE_CA',
      ),
    );
}

/**
 * Validates the settings of the store; relative paths are resolved against `directory`.
 *
 * @returns Undefined for the embedded store.
 * @throws `setting_invalid`
 */
export function readServerSettings(
  { store, storePasswordFile, storeCa, storePassword }: ServerTexts,
  directory: string,
): ServerSettings | undefined {
  if (store === '' || store === embedded) return undefined;
  readServerAddresses(store);
  if (storePassword && storePasswordFile) {
    throw new SondeError('setting_invalid', {
      detail: 'SONDE_STORE_PASSWORD and --store-password-file: only one of them',
    });
  }
  return {
    url: store,
    password: storePassword || undefined,
    passwordFile: storePasswordFile ? resolve(directory, storePasswordFile) : undefined,
    caFile: storeCa ? resolve(directory, storeCa) : undefined,
  };
}
