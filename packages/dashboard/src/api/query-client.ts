import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

/** An invalid request stays invalid; only temporary errors are retried. */
function isWorthRetrying(failures: number, error: Error): boolean {
  const passing = !(error instanceof ApiProblem) || (error.status ?? 503) >= 500;
  return passing && failures < 2;
}

/** Codes which mean that the person is signed out, or that their projects have changed. */
const sessionCodes = new Set(['project_not_found', 'role_insufficient']);

export const sessionKey = ['session'] as const;

/** The cache of the pages' queries. */
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
