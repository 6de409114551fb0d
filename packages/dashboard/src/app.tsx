import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem } from './api/problem.js';
import { createDashboardRouter } from './router.js';
import { theme } from './theme.js';

/** A wrong question stays wrong; only what may pass by itself is asked again. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiProblem) || (error.status ?? 503) >= 500;
  return passing && failures < 2;
}

const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthRetrying, retryDelay: 1_000, staleTime: 5_000 },
    },
  });

/** The whole dashboard, at the address that the browser shows. */
export function App() {
  const [queryClient] = useState(createQueryClient);
  const [router] = useState(() => createDashboardRouter());
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
