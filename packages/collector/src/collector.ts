import { defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { guardAccess } from './access/access.js';
import { registerOpenapiRoute } from './api/openapi-route.js';
import { registerQueryRoutes } from './api/routes.js';
import { serveDashboard } from './dashboard-files.js';
import { deletionPath, registerDeletionRoute } from './deletion-route.js';
import { registerHealthRoutes } from './health.js';
import { type BodyPace, createHttpServer } from './http-server.js';
import { createAdmission } from './ingest/admission.js';
import { createCatalogIntake } from './ingest/catalog-intake.js';
import { createLossReport } from './ingest/loss-report.js';
import { registerIngestRoute } from './ingest/route.js';
import { guardHost } from './loopback-guard.js';
import { recogniseOperator } from './operator/operator-request.js';
import { registerOperatorRoutes } from './operator/operator-routes.js';
import { type Declared, isOpen, openTeam, type Team } from './team/team.js';

export interface CollectorOptions {
  /** The store, or a function that gives it and throws `not_ready` until there is one. */
  store: Store | (() => Store);
  /** The team's records, undefined until they are read; absent: read from `store`. */
  team?: () => Team | undefined;
  /** Projects and keys of the configuration file. Default: none, and the project `default`. */
  declared?: Declared;
  /** Ask people to sign in and programs for a key, even while there is no account. Default false. */
  requireAccounts?: boolean;
  /** Keep the catalogs that clients offer. Default true; false where a configuration file holds them. */
  learnCatalogs?: boolean;
  /** Only `/ingest`, deletions, `/healthz` and `/readyz`, under any host name. Default false. */
  ingestOnly?: boolean;
  /** The built dashboard; absent: no pages. */
  dashboardDirectory?: string;
  limits?: Limits;
  /** Events that may wait for the store before requests are answered `overloaded`. Default 20,000. */
  pendingEventsMax?: number;
  logger?: FastifyBaseLogger | false;
  /** For a whole request to arrive, in milliseconds; then it is answered with 408. Default one minute. */
  requestTimeoutMs?: number;
  /** How fast a body must arrive. Default 10,000 bytes in each 10 seconds. */
  bodyPace?: BodyPace;
  /** Connections that may be open at a time. Default 4,000. */
  connectionsMax?: number;
  /** Milliseconds since 1970. Default the machine's clock. */
  now?: () => number;
}

const defaultPendingEventsMax = 20_000;
/** Bodies that may be in memory at once; as parsed objects they take a few times that. */
const pendingBodyBytesMax = 64_000_000;

/**
 * The collector's HTTP server over a store. It does not listen yet; closing it leaves the store open.
 *
 * @example
 * ```ts
 * const app = await createCollector({ store });
 * await app.listen({ host: '127.0.0.1', port: 0 });
 * ```
 */
export async function createCollector(options: CollectorOptions): Promise<FastifyInstance> {
  const { store, logger = false, now = Date.now, limits = defaultLimits } = options;
  const { pendingEventsMax = defaultPendingEventsMax, ingestOnly = false } = options;
  const getStore = typeof store === 'function' ? store : () => store;
  const dependencies = { getStore, now };
  let answerUnknownPage: Awaited<ReturnType<typeof serveDashboard>> | undefined;
  const app = await createHttpServer({
    logger,
    ...(options.requestTimeoutMs === undefined
      ? {}
      : { requestTimeoutMs: options.requestTimeoutMs }),
    ...(options.bodyPace === undefined ? {} : { bodyPace: options.bodyPace }),
    ...(options.connectionsMax === undefined ? {} : { connectionsMax: options.connectionsMax }),
    answerUnknownPage: (request, reply) => answerUnknownPage?.(request, reply) ?? false,
  });
  const warn = (message: string, details: Record<string, unknown>) =>
    app.log.warn(details, message);
  const findTeam = options.team ?? (await openOwnTeam(app, options, warn));
  const getTeam = () => {
    const team = findTeam();
    if (team === undefined) throw new SondeError('not_ready', { detail: 'it is starting' });
    return team;
  };
  recogniseOperator(app);
  refuseWhileClosing(app);
  if (!ingestOnly) {
    guardHost(app, {
      applies: () => {
        const team = findTeam();
        return team === undefined ? options.requireAccounts !== true : isOpen(team);
      },
      except: ['/ingest', deletionPath, '/healthz', '/readyz'],
    });
  }
  guardAccess(app, { getTeam, ingestOnly });

  await app.register(async (scope) => {
    const learnCatalog = createCatalogIntake({ getStore, warn });
    registerIngestRoute(scope, {
      getStore,
      limits,
      now,
      getTeam,
      admit: createAdmission({
        pendingEvents: () => getStore().pendingEvents,
        pendingEventsMax,
        bodyBytesMax: pendingBodyBytesMax,
      }),
      reportLoss: createLossReport({ log: warn, now }),
      ...(options.learnCatalogs === false ? {} : { learnCatalog }),
    });
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerHealthRoutes(scope, dependencies);
    await scope.register(async (inner) => {
      registerDeletionRoute(inner, dependencies);
    });
    await scope.register(async (inner) => registerOperatorRoutes(inner));
    registerQueryRoutes(scope, dependencies);
    if (ingestOnly) return;
    registerOpenapiRoute(scope);
  });
  if (!ingestOnly) {
    if (options.dashboardDirectory !== undefined) {
      answerUnknownPage = await serveDashboard(app, { directory: options.dashboardDirectory });
    }
  }
  return app;
}

/** The team of a collector that was given its store, for as long as it is open. */
async function openOwnTeam(
  app: FastifyInstance,
  { store, declared, requireAccounts, now }: CollectorOptions,
  warn: (message: string, details: Record<string, unknown>) => void,
): Promise<() => Team | undefined> {
  if (typeof store === 'function') return () => undefined;
  const team = await openTeam({ store, declared, requireAccounts, now, warn });
  app.addHook('onClose', () => team.directory.close());
  return () => team;
}

/** A client that keeps its connection busy must not hold up a stop for ever. */
function refuseWhileClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (_request, reply) => {
    if (!closing) return;
    reply.header('connection', 'close');
    throw new SondeError('not_ready', { detail: 'it is stopping' });
  });
  // The connection of a request that was under way is kept alive by its client: idle now, but not
  // yet when the others were closed.
  app.addHook('onResponse', async () => {
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
}
