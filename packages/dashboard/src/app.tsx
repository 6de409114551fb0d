import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createDashboardQueryClient } from './api/query-client.js';
import { createDashboardRouter } from './router.js';
import { theme } from './theme.js';
import { parseSearch } from './url/search-string.js';

/** The whole dashboard, at the URL in the browser. */
export function App({ token }: { token: string | null }) {
  const [queryClient] = useState(createDashboardQueryClient);
  const [router] = useState(() =>
    createDashboardRouter({ queryClient, token, opened: readOpened() }),
  );
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function readOpened() {
  const { pathname, search } = globalThis.location;
  return { path: pathname, search: parseSearch(search) };
}
