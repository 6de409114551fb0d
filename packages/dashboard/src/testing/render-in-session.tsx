import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createDashboardQueryClient } from '../api/query-client.js';
import type { Session, SessionProject } from '../api/team.js';
import { ProjectContext } from '../projects/project.js';
import { SessionContext } from '../session/session.js';
import { readScope } from '../url/scope-search.js';
import { parseSearch, stringifySearch } from '../url/search-string.js';

export const project = (id: string, more: Partial<SessionProject> = {}): SessionProject => ({
  id,
  title: id,
  role: 'administrator',
  archived: false,
  declared: false,
  ...more,
});

const ada = { id: 'a1', email: 'ada@example.org', name: 'Ada', administrator: false };

export const session = (more: Partial<Session> = {}): Session => ({
  mode: 'accounts',
  account: ada,
  projects: [],
  sign_in: { password: true, openid: null, needs_setup: false },
  ...more,
});

/** Renders part of a page inside the gates, at a URL. */
export async function renderInSession(
  content: ReactNode,
  options: { session: Session; address: string },
) {
  const queryClient = createDashboardQueryClient();
  const root = createRootRoute({ validateSearch: readScope, component: () => content });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: [options.address] }),
    parseSearch,
    stringifySearch,
  });
  await router.load();
  const { project: id } = readScope(router.state.location.search);
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <SessionContext value={options.session}>
          <ProjectContext value={options.session.projects.find((one) => one.id === id)}>
            {/* The app's own router is the registered type. */}
            <RouterProvider router={router as never} />
          </ProjectContext>
        </SessionContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
