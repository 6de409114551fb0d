import { defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createCollector } from './collector.js';
import type { Configuration } from './config-file.js';
import { type OperatorSocket, openOperatorSocket } from './operator/operator-socket.js';
import { openTeam, type Team } from './team/team.js';

export interface StartOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Opens the operator socket for this data directory; absent: none. */
  dataDirectory?: string;
  /** Listens on the operator socket alone, not on `host` and `port`. Default false. */
  operatorOnly?: boolean;
  /** Opens the store; called once the port is taken, so that a port in use leaves the data untouched. */
  openStore: () => Promise<Store>;
  /** Absent: one project `default`, any key or none. */
  configuration?: Configuration | undefined;
  ingestOnly?: boolean;
  dashboardDirectory?: string;
  logger?: FastifyBaseLogger | false;
  limits?: Limits;
  pendingEventsMax?: number;
}

export interface RunningCollector {
  /** For example `http://127.0.0.1:7377`; empty when it listens for the operator only. */
  readonly url: string;
  /** Stops accepting, finishes what is in flight, closes the store. */
  close(): Promise<void>;
}

/** How long requests in flight may take to end before their connections are cut, in milliseconds. */
const closeTimeoutMs = 10_000;

/**
 * Starts the whole collector and resolves when it is ready.
 *
 * Rejects with `port_in_use`, `host_not_available`, or what `openStore` rejects with; then nothing
 * listens any more.
 *
 * @example
 * ```ts
 * const collector = await startCollector({
 *   openStore: () => openEmbeddedStore({ directory: './sonde-data' }),
 * });
 * await fetch(`${collector.url}/readyz`);
 * await collector.close();
 * ```
 */
export async function startCollector(options: StartOptions): Promise<RunningCollector> {
  const { host = '127.0.0.1', port = 0, configuration } = options;
  let store: Store | undefined;
  let team: Team | undefined;
  const app = await createCollector({
    store: () => {
      if (store === undefined) throw new SondeError('not_ready', { detail: 'it is starting' });
      return store;
    },
    team: () => team,
    limits: options.limits ?? configuration?.limits ?? defaultLimits,
    ingestOnly: options.ingestOnly ?? false,
    logger: options.logger ?? false,
    ...(configuration === undefined || configuration.projects.length === 0
      ? {}
      : { learnCatalogs: false }),
    ...(options.dashboardDirectory === undefined
      ? {}
      : { dashboardDirectory: options.dashboardDirectory }),
    ...(options.pendingEventsMax === undefined
      ? {}
      : { pendingEventsMax: options.pendingEventsMax }),
  });
  const url = options.operatorOnly === true ? '' : await listen(app, host, port);
  try {
    const opening = await openStore(options);
    try {
      team = await openTeam({
        store: opening,
        declared: configuration,
        warn: (message, details) => app.log.warn(details, message),
      });
    } catch (error) {
      await opening.close();
      throw error;
    }
    store = opening;
  } catch (error) {
    await closeServer(app);
    throw error;
  }
  const opened = { store, team };
  const operatorSocket = await listenForOperator(app, options.dataDirectory);
  return {
    url,
    async close() {
      await Promise.all([operatorSocket?.close(closeTimeoutMs), closeServer(app)]);
      await opened.team.directory.close();
      await opened.store.close();
    },
  };
}

async function openStore({ openStore, configuration }: StartOptions): Promise<Store> {
  const store = await openStore();
  try {
    for (const { project, hash, catalog } of configuration?.catalogs ?? []) {
      await store.putCatalog(project, hash, catalog);
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

/** Without the socket everything else goes on: some volumes take none. */
async function listenForOperator(
  app: FastifyInstance,
  dataDirectory: string | undefined,
): Promise<OperatorSocket | undefined> {
  if (dataDirectory === undefined) return undefined;
  try {
    return await openOperatorSocket(app, dataDirectory);
  } catch (error) {
    app.log.warn({ err: error }, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw toListenError(error, host, port);
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

function toListenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const detail = `${host}:${port}`;
  if (code === 'EADDRINUSE') return new SondeError('port_in_use', { detail, cause: error });
  if (code === 'EACCES') return new SondeError('port_not_permitted', { detail, cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new SondeError('host_not_available', { detail: host, cause: error });
  }
  return error;
}

async function closeServer(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeTimeoutMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
