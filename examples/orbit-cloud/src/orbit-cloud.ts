import { join } from 'node:path';
import type { Provider } from 'oidc-provider';
import { createAccounts } from './accounts.js';
import { keepKeys } from './oauth/keys.js';
import { createProvider, defaultLifetimes, type TokenLifetimes } from './oauth/provider.js';
import { openRecordFile } from './oauth/record-file.js';
import { createSecret, hashSecret } from './secret.js';
import { keepSecret } from './secret-file.js';
import { createServer } from './server.js';
import { openStateFile } from './state.js';

export interface OrbitCloudOptions {
  /** Directory of all data, including secrets; created if missing. */
  dataDirectory: string;
  /** Default 0: any free port. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /**
   * The public URL, if it differs from the address it listens on: behind a proxy that sets
   * `X-Forwarded-Proto` and `-Host`. Default: the address it listens on.
   */
  publicUrl?: string;
  lifetimes?: Partial<TokenLifetimes>;
}

export interface OrbitCloud {
  /** For example `http://127.0.0.1:7380`; also the issuer of the OpenID provider. */
  url: string;
  /** The same, unless there is a `publicUrl`. */
  listensOn: string;
  /** Token for `/admin`; also in `admin-token` in the data directory. */
  adminToken: string;
  /** Token of a user that exists from the start, with a card on file; also in `developer-token`. */
  developerToken: string;
  /** Stops responding and resolves when everything is on disk. */
  close(): Promise<void>;
}

/**
 * Starts the service that orbit uses. Its data in the data directory survives any kind of end.
 *
 * @throws If the port is in use, or the data directory cannot be used.
 *
 * @example
 * ```ts
 * const cloud = await startOrbitCloud({ dataDirectory: './orbit-cloud-data' });
 * console.log(cloud.url);
 * await cloud.close();
 * ```
 */
export async function startOrbitCloud(options: OrbitCloudOptions): Promise<OrbitCloud> {
  const { dataDirectory, port = 0, host = '127.0.0.1', lifetimes = {} } = options;
  const state = openStateFile(dataDirectory);
  const records = openRecordFile(dataDirectory);
  const keys = keepKeys(dataDirectory);
  const adminToken = keepSecret(join(dataDirectory, 'admin-token'), () => createSecret('adm'));
  const developerToken = keepSecret(join(dataDirectory, 'developer-token'), () =>
    createSecret('tok'),
  );
  const developerHash = hashSecret(developerToken);
  if (!state.current.users.some(({ token_hash }) => token_hash === developerHash)) {
    await state.update((draft) => {
      draft.users.push({
        id: 'user_developer',
        name: 'Developer',
        token_hash: developerHash,
        billing: true,
        created_at: new Date().toISOString(),
      });
    });
  }
  let setProvider: (provider: Provider) => void = () => undefined;
  const server = createServer({
    state,
    records,
    accounts: createAccounts(state),
    adminTokenHash: hashSecret(adminToken),
    provider: new Promise((resolve) => {
      setProvider = resolve;
    }),
  });
  const listensOn = await server.listen({ port, host });
  const url = options.publicUrl === undefined ? listensOn : new URL(options.publicUrl).origin;
  setProvider(
    createProvider({
      issuer: url,
      isBehindProxy: options.publicUrl !== undefined,
      state,
      records,
      keys,
      lifetimes: { ...defaultLifetimes, ...lifetimes },
    }),
  );
  return {
    url,
    listensOn,
    adminToken,
    developerToken,
    async close() {
      await server.close();
      // A change whose request was aborted may still be being written.
      await state.settled();
      await records.settled();
    },
  };
}
