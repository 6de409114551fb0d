import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

/** A wrong question stays wrong; only what may pass by itself is asked again. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiProblem) || (error.status ?? 503) >= 500;
  return passing && failures < 2;
}

/** Answers which say that the person is signed out, or sees other projects than the page knows. */
const sessionCodes = new Set(['project_not_found', 'role_insufficient']);

export const sessionKey = ['session'] as const;

/** What the pages have asked the collector. */
export function createDashboardQueryClient(): QueryClient {
  const checkSession = (error: Error) => {
    if (!(error instanceof ApiProblem)) return;
    if (error.status !== 401 && !sessionCodes.has(error.code)) return;
    void queryClient.refetchQueries({ queryKey: sessionKey });
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: checkSession }),
    mutationCache: new MutationCache({ onError: checkSession }),
    defaultOptions: {
      queries: { retry: isWorthRetrying, retryDelay: 1_000, staleTime: 5_000 },
    },
  });
  return queryClient;
}
