import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { Shell } from './layout/shell.js';
import { NotFound } from './state/not-found.js';
import { PageError } from './state/page-error.js';
import { readInvocationSearch } from './url/invocation-search.js';
import { readScope } from './url/scope-search.js';
import { parseSearch, stringifySearch } from './url/search-string.js';

const rootRoute = createRootRoute({
  validateSearch: readScope,
  component: Shell,
  notFoundComponent: NotFound,
});

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/overview-page.js'), 'OverviewPage'),
});

const flowsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flows',
  component: lazyRouteComponent(() => import('./flows/flows-page.js'), 'FlowsPage'),
});

const flowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/flows/$flow',
  component: lazyRouteComponent(() => import('./flows/flow-page.js'), 'FlowPage'),
});

const invocationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invocations',
  validateSearch: readInvocationSearch,
  component: lazyRouteComponent(
    () => import('./invocations/invocations-page.js'),
    'InvocationsPage',
  ),
});

const invocationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invocations/$invocationId',
  component: lazyRouteComponent(() => import('./invocations/invocation-page.js'), 'InvocationPage'),
});

const routeTree = rootRoute.addChildren([
  overviewRoute,
  flowsRoute,
  flowRoute,
  invocationsRoute,
  invocationRoute,
]);

/** The pages and their addresses; a history of one's own is for tests. */
export function createDashboardRouter(options: { history?: RouterHistory } = {}) {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    search: { strict: true },
    defaultPreload: 'intent',
    defaultPendingMs: 300,
    defaultErrorComponent: PageError,
    scrollRestoration: true,
    ...options,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
