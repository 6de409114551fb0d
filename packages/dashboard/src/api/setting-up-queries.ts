import { queryOptions } from '@tanstack/react-query';
import { client, responseOf } from './client.js';
import { refreshMs, waitingMs } from './refresh.js';

/** Why events that arrived in the last hour were not stored; for a project that waits for its first. */
export const firstProblemsQuery = (project: string) =>
  queryOptions({
    queryKey: ['first-problems', project],
    queryFn: async ({ signal }) => {
      const since = Date.now() - 3_600_000;
      const query = { project, from: new Date(since).toISOString() };
      const [quarantine, { refused }] = await Promise.all([
        responseOf(client.GET('/api/v1/quarantine', { params: { query }, signal })),
        responseOf(client.GET('/api/v1/intake', { params: { query: { project } }, signal })),
      ]);
      return {
        quarantine,
        refused: refused.filter(({ last_at }) => Date.parse(last_at) >= since),
      };
    },
    refetchInterval: waitingMs,
  });

/** The first invocation, flow, failure and coding agent of a project. */
export const firstStepsQuery = (project: string) =>
  queryOptions({
    queryKey: ['first-steps', project],
    queryFn: ({ signal }) =>
      responseOf(client.GET('/api/v1/first-steps', { params: { query: { project } }, signal })),
    refetchInterval: refreshMs,
  });
