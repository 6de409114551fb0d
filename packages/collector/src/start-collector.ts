import type { Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Server as TlsServer } from 'node:tls';
import { defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import type { Store, StoreRole } from '@sonde/store';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createCollector } from './collector.js';
import type { Configuration } from './config-file.js';
import { Forwarders } from './forwarders/forwarders.js';
import { LeaderDuties } from './leader-duties.js';
import { listen, listenOnSocket } from './listen.js';
import { createMetrics, type Metrics } from './metrics/metrics.js';
import { type OperatorSocket, openOperatorSocket } from './operator/operator-socket.js';
import { defaultSettings } from './settings.js';
import { operator } from './team/audit.js';
import { findHiddenProjects } from './team/hidden-projects.js';
import { createSetupLink, hasAdministrator, oneTimeAddress } from './team/links.js';
import { openTeam } from './team/open-team.js';
import type { Team } from './team/team.js';
import { type CertificateFiles, followCertificate, readCertificate } from './tls-certificate.js';

export interface StartOptions {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /**
   * Listens on this inherited descriptor, which is already listening, instead of `host` and `port`.
   */
  socketFd?: number | undefined;
  /** Opens the operator socket for this data directory; absent: none. */
  dataDirectory?: string;
  /** Listens only on the operator socket, not on `host` and `port`. Default false. */
  operatorOnly?: boolean;
  /**
   * Opens the store; called once the port is taken, so that a port in use leaves the data
   * untouched. With an inherited socket it listens afterwards: connections wait in the socket.
   */
  openStore: () => Promise<Store>;
  /** Absent: one project `default`, with any key or none. */
  configuration?: Configuration | undefined;
  ingestOnly?: boolean;
  /** Require accounts and keys even before the first account exists. Default false. */
  requireAccounts?: boolean;
  /** Serves HTTPS with the certificate in these files, and reloads it when it changes. */
  tls?: CertificateFiles | undefined;
  /** The origin that people use, like `https://sonde.example.org`. Default: the one a request names. */
  publicUrl?: string | undefined;
  /** Addresses and networks of proxies whose `X-Forwarded-…` headers are trusted. */
  trustProxy?: string[] | undefined;
  /** Metrics to update. Default: its own. */
  metrics?: Metrics;
  dashboardDirectory?: string;
  logger?: FastifyBaseLogger | false;
  limits?: Limits;
  pendingEventsMax?: number;
}

export interface RunningCollector {
  /** The URL for this machine, like `http://127.0.0.1:7377`; empty with `operatorOnly`. */
  readonly url: string;
  /**
   * The address it listens on, which may mean all addresses, like `http://0.0.0.0:7377`; otherwise
   * the same as `url`.
   */
  readonly listensAt: string;
  /** The link for creating the first administrator; undefined if none is needed. Shown once. */
  readonly setupLink: string | undefined;
  /** Its role when it started. */
  readonly role: StoreRole;
  /** Projects whose data is stored but not shown, because they are not declared any more. */
  readonly hiddenProjects: readonly string[];
  /**
   * Reports in `/readyz` that it is stopping, keeps serving for `delayMs` (default 0) and then until
   * clients have closed their idle connections, closes connections after their responses, then
   * stops accepting, finishes requests in progress, closes the store. Without a delay, it does not
   * wait for clients.
   */
  close(options?: { delayMs?: number }): Promise<void>;
}

/** How often the files of the certificate are read. */
const certificateIntervalMs = 5_000;

/** How long requests in progress may take before their connections are cut, in milliseconds. */
const closeTimeoutMs = 10_000;

/**
 * Starts the whole collector and resolves when it is ready.
 *
 * Rejects with `port_in_use`, `host_not_available`, `certificate_invalid`, `file_not_readable`, or
 * what `openStore` rejects with; then nothing listens any more.
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
  const { tls, trustProxy, metrics = createMetrics() } = options;
  const certificate = tls && (await readCertificate(tls));
  let store: Store | undefined;
  let team: Team | undefined;
  let duties: LeaderDuties | undefined;
  const noForwarders = new Forwarders();
  const alerts = {
    allowPrivateAddresses: configuration?.alerts?.allowPrivateAddresses ?? false,
    publicUrl: options.publicUrl,
    smtp: configuration?.alerts?.smtp,
  };
  let stopping = false;
  let settle: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const scheme = certificate === undefined ? 'http' : 'https';
  let address = '';
  const app = await createCollector({
    store: () => {
      if (store === undefined) throw new SondeError('not_ready', { detail: 'it is starting' });
      return store;
    },
    team: () => team,
    requireAccounts: options.requireAccounts ?? false,
    publicUrl: options.publicUrl,
    openid: configuration?.openid,
    keylessSource: configuration?.keyless,
    ownUrl: () => reachableUrl(scheme, address),
    started,
    isStopping: () => stopping,
    limits: options.limits ?? configuration?.limits ?? defaultLimits,
    ingestOnly: options.ingestOnly ?? false,
    logger: options.logger ?? false,
    http: {
      ...(certificate && { tls: { cert: certificate.cert, key: certificate.key } }),
      ...(trustProxy && { trustProxy }),
    },
    metrics,
    alerts,
    // An operator command runs none.
    forwarders: () => (options.operatorOnly === true ? noForwarders : duties?.forwarders),
    isLeader: () => options.operatorOnly === true || duties?.isLeader !== false,
    ...(options.dashboardDirectory === undefined
      ? {}
      : { dashboardDirectory: options.dashboardDirectory }),
    ...(options.pendingEventsMax === undefined
      ? {}
      : { pendingEventsMax: options.pendingEventsMax }),
  });
  const { socketFd } = options;
  if (socketFd === undefined && options.operatorOnly !== true) {
    address = await listen(app, { host, port });
  }
  try {
    const opening = await openStore(options);
    try {
      team = await openTeam({
        store: opening,
        declared: configuration,
        requireAccounts: options.requireAccounts,
        warn: (message, details) => app.log.warn(details, message),
      });
      if (options.operatorOnly !== true) {
        duties = await LeaderDuties.start({
          ...{ store: opening, team, log: app.log },
          settings: configuration?.forwarders ?? [],
          alerts,
          onWork: metrics.forwarded,
        });
      }
    } catch (error) {
      await opening.close();
      throw error;
    }
    store = opening;
  } catch (error) {
    settle();
    await closeServer(app);
    throw error;
  }
  settle();
  const opened = { store, team, duties };
  if (socketFd !== undefined) {
    try {
      address = await listenOnSocket(app, socketFd, host);
    } catch (error) {
      await opened.duties?.stop();
      await opened.team.close();
      await opened.store.close();
      throw error;
    }
  }
  const unfollow =
    tls &&
    certificate &&
    followCertificate(app.server as Server as TlsServer, {
      ...tls,
      current: certificate,
      log: app.log,
      intervalMs: certificateIntervalMs,
    });
  const operatorSocket = await listenForOperator(app, options.dataDirectory);
  return {
    url: address === '' ? '' : reachableUrl(scheme, address),
    role: store.role,
    listensAt: address === '' ? '' : `${scheme}://${address}`,
    hiddenProjects: await warnOfHiddenProjects(opened, options, app.log),
    setupLink: await makeSetupLink(opened, options, app.log, reachableUrl(scheme, address)),
    async close({ delayMs = 0 } = {}) {
      stopping = true;
      if (delayMs > 0) {
        await delay(delayMs);
        await app.untilClientsClose();
      }
      unfollow?.();
      await Promise.all([
        operatorSocket?.close(closeTimeoutMs),
        closeServer(app),
        opened.duties?.stop(),
      ]);
      await opened.team.close();
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

/** A URL that this machine can open: the address for all interfaces cannot be opened. */
function reachableUrl(scheme: string, address: string): string {
  const named = address.replace(/^0\.0\.0\.0(?=:)/, '127.0.0.1').replace(/^\[::\](?=:)/, '[::1]');
  return `${scheme}://${named || `${defaultSettings.host}:${defaultSettings.port}`}`;
}

async function warnOfHiddenProjects(
  { store, team }: { store: Store; team: Team },
  { ingestOnly, operatorOnly }: StartOptions,
  log: FastifyBaseLogger,
): Promise<string[]> {
  if (ingestOnly === true || operatorOnly === true) return [];
  try {
    const projects = await findHiddenProjects(store, team);
    if (projects.length > 0) {
      log.warn(
        { projects },
        'There is data of projects that are not declared; it is not shown until they are',
      );
    }
    return projects;
  } catch (error) {
    log.warn({ err: error }, 'Data of projects that are not declared could not be looked for');
    return [];
  }
}

/** The start prints it: anyone who sees the output can become the administrator. */
async function makeSetupLink(
  { store, team }: { store: Store; team: Team },
  { requireAccounts, ingestOnly, operatorOnly, publicUrl }: StartOptions,
  log: FastifyBaseLogger,
  ownUrl: string,
): Promise<string | undefined> {
  const isNeeded =
    requireAccounts === true &&
    store.role === 'leader' &&
    ingestOnly !== true &&
    operatorOnly !== true &&
    !hasAdministrator(team.directory);
  if (!isNeeded) return undefined;
  try {
    const token = await createSetupLink(team, operator);
    return oneTimeAddress(publicUrl ?? ownUrl, token);
  } catch (error) {
    log.warn(
      { err: error },
      'The set-up link could not be created; use sonde-collector user create',
    );
    return undefined;
  }
}

/** Without the socket everything else works: some volumes do not support sockets. */
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

async function closeServer(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeTimeoutMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
