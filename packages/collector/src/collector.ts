import fastifyCookie from '@fastify/cookie';
import { defaultLimits, type Limits, SondeError } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { guardAccess } from './access/access.js';
import { type AlertSettings, defaultAlertSettings } from './alerts/alert-settings.js';
import { registerAlertRoutes } from './alerts/routes.js';
import { registerExportInvocationsRoute } from './api/export-invocations-route.js';
import { registerExportRoute } from './api/export-route.js';
import { registerOpenapiRoute } from './api/openapi-route.js';
import { registerQueryRoutes } from './api/query-routes.js';
import { registerSqlCsvRoute } from './api/sql-csv-route.js';
import type { KeylessSource } from './clients/keyless-source.js';
import { clientPaths, registerClientRoutes } from './clients/register-client-routes.js';
import { serveDashboard } from './dashboard-files.js';
import { deletionPath, registerDeletionRoute } from './deletion-route.js';
import { Forwarders } from './forwarders/forwarders.js';
import { registerForwarderRoutes } from './forwarders/routes.js';
import { registerHealthRoutes } from './health.js';
import { createHttpServer, type HttpOptions } from './http-server.js';
import { createAdmissions } from './ingest/admission.js';
import { createCatalogIntake } from './ingest/catalog-intake.js';
import { registerCatalogRoute } from './ingest/catalog-route.js';
import { createCatalogChoice } from './ingest/choose-catalogs.js';
import { createJudgements } from './ingest/judgements.js';
import { createKeepCatalog } from './ingest/keep-catalog.js';
import { createLossReport } from './ingest/loss-report.js';
import { registerIngestRoute } from './ingest/route.js';
import { registerLifeRoutes } from './life/routes.js';
import { type LiveOptions, registerLiveRoute } from './live/live-route.js';
import { guardLoopback } from './loopback-guard.js';
import { registerIntakeRoute } from './metrics/intake-route.js';
import { createMetrics, type Metrics } from './metrics/metrics.js';
import { countResponses, registerMetricsRoute } from './metrics/metrics-route.js';
import { recogniseOperator } from './operator/operator-request.js';
import { registerOperatorRoutes } from './operator/operator-routes.js';
import { createRetry } from './quarantine/retry-event.js';
import { registerQuarantineRoutes } from './quarantine/routes.js';
import { registerFeedRoute } from './releases/feed-route.js';
import { registerSavedRoutes } from './saved/routes.js';
import { setSecurityHeaders } from './security-headers.js';
import { serveOnlyByLeader } from './serve-only-by-leader.js';
import { closeConnectionsOnStop } from './stopping.js';
import { type Declared, openTeam } from './team/open-team.js';
import { createOpenid, type OpenidSettings } from './team/openid.js';
import { findProject, policyOf } from './team/projects.js';
import { registerTeamRoutes } from './team/routes.js';
import { isOpen, requiresWriteKey, type Team } from './team/team.js';
import { waitForStart } from './waiting-for-start.js';

export interface CollectorOptions {
  /** The store, or a function that returns it and throws `not_ready` until it is open. */
  store: Store | (() => Store);
  /** Settles when the store is open or has failed to open; absent: it is open. */
  started?: Promise<unknown>;
  /** Whether it is stopping and only serves remaining requests. Default never. */
  isStopping?: () => boolean;
  /** Whether this collector leads; others only take in events and catalogs. Default always. */
  isLeader?: () => boolean;
  /** The team's records, undefined until they are read; absent: read from `store`. */
  team?: () => Team | undefined;
  /** Projects and keys of the configuration file. Default: none, and the project `default`. */
  declared?: Declared;
  /** Limits of live readers, for tests. Default: see {@link LiveOptions}. */
  live?: LiveOptions;
  /** Require accounts and keys even before the first account exists. Default false. */
  requireAccounts?: boolean;
  /**
   * The origin that people use, like `https://sonde.example.org`. Default: the one a request names.
   */
  publicUrl?: string | undefined;
  /** The running forwarders, undefined until they are started; absent: none. */
  forwarders?: () => Forwarders | undefined;
  /** What alerts may do. Default: see {@link defaultAlertSettings}. */
  alerts?: AlertSettings;
  /** Metrics to update. Default: its own. */
  metrics?: Metrics;
  /** The projects of vendors' clients that send no key. Default: none, they are refused. */
  keylessSource?: KeylessSource | undefined;
  /** The OpenID Connect provider for sign-in. Default none. */
  openid?: OpenidSettings | undefined;
  /** The address it listens on, for links that the operator creates. */
  ownUrl?: () => string;
  /**
   * Serve only `/ingest`, deletions, `/healthz` and `/readyz`, under any host name. Default false.
   */
  ingestOnly?: boolean;
  /** The built dashboard; absent: no pages. */
  dashboardDirectory?: string;
  limits?: Limits;
  /** Number of waiting events from which requests get `overloaded`. Default 20,000. */
  pendingEventsMax?: number;
  logger?: FastifyBaseLogger | false;
  http?: HttpOptions;
  /** Milliseconds since 1970. Default the machine's clock. */
  now?: () => number;
}

const defaultPendingEventsMax = 20_000;
/** Longer than most starts; shorter than the timeouts of most clients and proxies. */
const startWaitMs = 20_000;
/** Size of all bodies in memory; parsed objects take several times that. */
const pendingBodyBytesMax = 64_000_000;

/**
 * The collector's HTTP server over a store. It does not listen yet; closing it leaves the store
 * open.
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
  const { isStopping = () => false, isLeader = () => true, metrics = createMetrics() } = options;
  const dependencies = { getStore, isStopping, isLeader, now };
  let answerUnknownPage: ReturnType<typeof serveDashboard> | undefined;
  const app = await createHttpServer({
    logger,
    ...options.http,
    onUnreadable: metrics.unreadable,
    answerUnknownPage: (request, reply) => answerUnknownPage?.(request, reply) ?? false,
  });
  const { requireAccounts = false, publicUrl, ownUrl = () => '' } = options;
  const warn = (message: string, details: Record<string, unknown>) =>
    app.log.warn(details, message);
  await app.register(fastifyCookie, { hook: false });
  await setSecurityHeaders(app, { isHttps: options.http?.tls !== undefined, publicUrl });
  const findTeam = options.team ?? (await openOwnTeam(app, options, warn));
  const getTeam = () => {
    const team = findTeam();
    if (team === undefined) throw new SondeError('not_ready', { detail: 'it is starting' });
    return team;
  };
  const noForwarders = new Forwarders();
  const { forwarders: findForwarders = () => noForwarders } = options;
  const getForwarders = () => {
    const forwarders = findForwarders();
    if (forwarders === undefined) throw new SondeError('not_ready', { detail: 'it is starting' });
    return forwarders;
  };
  recogniseOperator(app);
  countResponses(app, metrics);
  closeConnectionsOnStop(app, isStopping);
  if (options.started !== undefined) {
    waitForStart(app, {
      started: options.started,
      routes: ['/ingest', ...clientPaths, deletionPath],
      timeoutMs: startWaitMs,
    });
  }
  guardLoopback(app, {
    isOpen: () => {
      const team = findTeam();
      return team === undefined ? !requireAccounts : isOpen(team);
    },
    requiresWriteKey: () => {
      const team = findTeam();
      return team === undefined ? ingestOnly : requiresWriteKey(team);
    },
  });
  guardAccess(app, { getTeam, ingestOnly, publicUrl });
  serveOnlyByLeader(app, isLeader);

  const { admit, admitPatiently } = createAdmissions({
    pendingEvents: () => getStore().pendingEvents,
    pendingEventsMax,
    bodyBytesMax: pendingBodyBytesMax,
  });
  // For declared projects, the configuration file names the catalogs.
  const learns = (project: string) => !getTeam().declaredProjects.has(project);
  const catalogChoice = createCatalogChoice({ getStore, learns, now });
  const keep = createKeepCatalog({ getStore, onStored: catalogChoice.forget });
  const findJudgement = createJudgements(catalogChoice.choose, (project) =>
    policyOf(findProject(getTeam(), project)),
  );
  await app.register(async (scope) => {
    registerIngestRoute(scope, {
      getStore,
      limits,
      now,
      getTeam,
      admit,
      onTakenIn: metrics.tookIn,
      reportLoss: createLossReport({ log: warn, now }),
      learnCatalog: createCatalogIntake({
        ...{ getStore, warn, now, learns, keep },
      }),
      findJudgement,
    });
  });
  await app.register(async (scope) => {
    registerClientRoutes(scope, {
      getStore,
      getTeam,
      limits,
      now,
      admitPatiently,
      keylessSource: options.keylessSource,
      findJudgement,
      onTakenIn: metrics.tookIn,
      onEventsRefused: metrics.eventsRefused,
    });
  });
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerHealthRoutes(scope, dependencies);
    registerMetricsRoute(scope, { metrics, getStore, getForwarders });
    await scope.register(async (inner) => {
      registerDeletionRoute(inner, { getStore, getForwarders });
    });
    await scope.register(async (inner) => registerOperatorRoutes(inner, { getStore, getTeam }));
    registerQueryRoutes(scope, 'project', dependencies);
    registerSqlCsvRoute(scope, dependencies);
    registerExportRoute(scope, { getStore, getTeam });
    registerExportInvocationsRoute(scope, dependencies);
    registerLiveRoute(scope, { getStore, options: options.live });
    registerIntakeRoute(scope, metrics);
    registerQueryRoutes(scope, 'server', dependencies);
    registerFeedRoute(scope, { getTeam, publicUrl });
    await scope.register(async (inner) => registerSavedRoutes(inner, { getTeam }));
    await scope.register(async (inner) => {
      const { alerts: settings = defaultAlertSettings } = options;
      registerAlertRoutes(inner, { getTeam, settings });
    });
    await scope.register(async (inner) => {
      registerTeamRoutes(inner, {
        ...{ getStore, getTeam, publicUrl, ownUrl, ingestOnly },
        openid: options.openid && createOpenid(options.openid),
        onSignInRefused: metrics.signInRefused,
      });
    });
    await scope.register(async (inner) =>
      registerLifeRoutes(inner, { getStore, getTeam, getForwarders }),
    );
    await scope.register(async (inner) => {
      registerForwarderRoutes(inner, { getStore, getTeam, getForwarders });
    });
    await scope.register(async (inner) => registerCatalogRoute(inner, { getTeam, keep }));
    await scope.register(async (inner) => {
      const retry = createRetry({ limits, findJudgement });
      registerQuarantineRoutes(inner, { getStore, getTeam, retry });
    });
    if (ingestOnly) return;
    registerOpenapiRoute(scope);
  });
  if (!ingestOnly) {
    if (options.dashboardDirectory !== undefined) {
      answerUnknownPage = serveDashboard(app, { directory: options.dashboardDirectory });
    }
  }
  return app;
}

/** Opens the team of a collector that was given its store, until the server closes. */
async function openOwnTeam(
  app: FastifyInstance,
  { store, declared, requireAccounts, now }: CollectorOptions,
  warn: (message: string, details: Record<string, unknown>) => void,
): Promise<() => Team | undefined> {
  if (typeof store === 'function') return () => undefined;
  const team = await openTeam({ store, declared, requireAccounts, now, warn });
  app.addHook('onClose', () => team.close());
  return () => team;
}
