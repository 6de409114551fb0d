import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { chooseProject, readLastProject } from './projects/choose-project.js';
import { ProjectGate } from './projects/project-gate.js';
import { needsSignIn, sessionQuery } from './session/session.js';
import { SessionError, SessionGate, SessionPending } from './session/session-gate.js';
import { readSignInSearch } from './session/sign-in-search.js';
import { NotFound } from './state/not-found.js';
import { PageError } from './state/page-error.js';
import { readAdoptionSearch } from './url/adoption-search.js';
import { readCatalogSearch } from './url/catalog-search.js';
import { readFlowSearch } from './url/comparison-search.js';
import { readEventSearch } from './url/event-search.js';
import { readFunnelSearch } from './url/funnel-search.js';
import { readInvocationSearch } from './url/invocation-search.js';
import { readLiveSearch } from './url/live-search.js';
import { readReleaseSearch } from './url/release-search.js';
import { readRetentionSearch } from './url/retention-search.js';
import { readScope } from './url/scope-search.js';
import { parseSearch, type RawSearch, stringifySearch } from './url/search-string.js';
import { withSort } from './url/sort-search.js';
import { readSqlSearch } from './url/sql-search.js';
import { readOwnZone } from './url/zone-search.js';

export interface RouterContext {
  queryClient: QueryClient;
  /** Token of the one-time link that opened the pages. */
  token: string | null;
  /** The address that opened the pages. The router takes out what its routes do not read. */
  opened: { path: string; search: RawSearch };
}

const rootRoute = createRootRouteWithContext<RouterContext>()({});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('./session/sign-in-page.js'), 'SignInPage'),
});

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./session/welcome-page.js'), 'WelcomePage'),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  validateSearch: readScope,
  beforeLoad: async ({ context, location, search: scope }) => {
    const session = await context.queryClient.ensureQueryData({
      ...sessionQuery(),
      revalidateIfStale: true,
    });
    if (needsSignIn(session)) {
      const search = location.href === '/' ? {} : { return: location.href };
      throw redirect({ to: '/sign-in', search, replace: true });
    }
    const project = chooseProject(session.projects, readLastProject());
    if (scope.project === undefined && project !== undefined) {
      throw redirect({
        to: '.',
        // A URL with a project may be shared: its days are those of its own zone, for everyone.
        search: (others: Record<string, unknown>) => ({
          project: project.id,
          ...readOwnZone(),
          ...others,
        }),
        replace: true,
      });
    }
    return { session };
  },
  component: SessionGate,
  pendingComponent: SessionPending,
  errorComponent: SessionError,
});

/** Pages about one project. */
const projectRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'project',
  component: ProjectGate,
});

const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./overview/overview-page.js'), 'OverviewPage'),
});

const homeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/home',
  component: lazyRouteComponent(() => import('./saved/home-page.js'), 'HomePage'),
});

const releasesRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/releases',
  validateSearch: withSort(readReleaseSearch),
  component: lazyRouteComponent(() => import('./releases/releases-page.js'), 'ReleasesPage'),
});

const flowsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/flows',
  component: lazyRouteComponent(() => import('./flows/flows-page.js'), 'FlowsPage'),
});

const flowRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/flows/$flow',
  validateSearch: readFlowSearch,
  component: lazyRouteComponent(() => import('./flows/flow-page.js'), 'FlowPage'),
});

const funnelsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/funnels',
  validateSearch: withSort(readFunnelSearch),
  component: lazyRouteComponent(() => import('./funnels/funnels-page.js'), 'FunnelsPage'),
});

const commandsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/commands',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./commands/commands-page.js'), 'CommandsPage'),
});

const commandRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/commands/$command',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./commands/command-page.js'), 'CommandPage'),
});

const errorsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/errors',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./errors/errors-page.js'), 'ErrorsPage'),
});

const agentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/agents',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./agents/agents-page.js'), 'AgentsPage'),
});

const adoptionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/adoption',
  validateSearch: withSort(readAdoptionSearch),
  component: lazyRouteComponent(() => import('./adoption/adoption-page.js'), 'AdoptionPage'),
});

const cohortsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/retention',
  validateSearch: readRetentionSearch,
  component: lazyRouteComponent(() => import('./retention/retention-page.js'), 'RetentionPage'),
});

const healthRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/health',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./health/health-page.js'), 'HealthPage'),
});

const eventsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/events',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./events/events-page.js'), 'EventsPage'),
});

const eventRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/events/$event',
  validateSearch: withSort(readEventSearch),
  component: lazyRouteComponent(() => import('./events/event-page.js'), 'EventPage'),
});

const invocationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/invocations',
  validateSearch: withSort(readInvocationSearch),
  component: lazyRouteComponent(
    () => import('./invocations/invocations-page.js'),
    'InvocationsPage',
  ),
});

const invocationRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/invocations/$invocationId',
  component: lazyRouteComponent(() => import('./invocations/invocation-page.js'), 'InvocationPage'),
});

const sqlRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sql',
  validateSearch: readSqlSearch,
  component: lazyRouteComponent(() => import('./sql/sql-page.js'), 'SqlPage'),
});

const liveRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/live',
  validateSearch: readLiveSearch,
  component: lazyRouteComponent(() => import('./live/live-page.js'), 'LivePage'),
});

const catalogRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/catalog',
  validateSearch: withSort(readCatalogSearch),
  component: lazyRouteComponent(() => import('./catalog/catalog-page.js'), 'CatalogPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings/settings-index.js'), 'SettingsIndex'),
});

const keysRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/keys',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./settings/keys/keys-page.js'), 'KeysPage'),
});

const peopleRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/people',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./settings/people/people-page.js'), 'PeoplePage'),
});

const projectsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/projects',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(
    () => import('./settings/projects/projects-page.js'),
    'ProjectsPage',
  ),
});

const accountsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/accounts',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./settings/people/accounts-page.js'), 'AccountsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/audit',
  component: lazyRouteComponent(() => import('./settings/audit/audit-page.js'), 'AuditPage'),
});

const forwardersRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/forwarders',
  component: lazyRouteComponent(
    () => import('./settings/forwarders/forwarders-page.js'),
    'ForwardersPage',
  ),
});

const alertsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/alerts',
  component: lazyRouteComponent(() => import('./settings/alerts/alerts-page.js'), 'AlertsPage'),
});

const retentionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/retention',
  component: lazyRouteComponent(
    () => import('./settings/retention/retention-page.js'),
    'RetentionPage',
  ),
});

const undeclaredRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/undeclared',
  component: lazyRouteComponent(
    () => import('./settings/undeclared/undeclared-page.js'),
    'UndeclaredPage',
  ),
});

const personRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/person',
  component: lazyRouteComponent(() => import('./settings/person/person-page.js'), 'PersonPage'),
});

const storageRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/settings/storage',
  validateSearch: withSort(readScope),
  component: lazyRouteComponent(() => import('./settings/storage/storage-page.js'), 'StoragePage'),
});

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/account',
  component: lazyRouteComponent(() => import('./settings/account/account-page.js'), 'AccountPage'),
});

/** Any other URL. */
const unknownRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '$',
  component: NotFound,
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  welcomeRoute,
  signedInRoute.addChildren([
    accountRoute,
    unknownRoute,
    projectRoute.addChildren([
      overviewRoute,
      homeRoute,
      releasesRoute,
      flowsRoute,
      flowRoute,
      funnelsRoute,
      commandsRoute,
      commandRoute,
      errorsRoute,
      agentsRoute,
      adoptionRoute,
      cohortsRoute,
      eventsRoute,
      eventRoute,
      invocationsRoute,
      invocationRoute,
      sqlRoute,
      liveRoute,
      catalogRoute,
      healthRoute,
      settingsRoute,
      keysRoute,
      peopleRoute,
      projectsRoute,
      accountsRoute,
      forwardersRoute,
      alertsRoute,
      retentionRoute,
      undeclaredRoute,
      personRoute,
      storageRoute,
      auditRoute,
    ]),
  ]),
]);

/** The pages and their URLs. */
export function createDashboardRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    parseSearch,
    stringifySearch,
    search: { strict: true },
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
