import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, responseOf } from './client.js';
import type { AuditPage } from './team.js';

/** Common prefix of the keys of everything that administrators change. */
export const teamKey = ['team'] as const;

export const projectsQuery = () =>
  queryOptions({
    queryKey: [...teamKey, 'projects'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/projects', { signal })),
  });

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'keys', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/keys', { params: { path: { project } }, signal }),
      ),
  });

export const membersQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'members', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/members', { params: { path: { project } }, signal }),
      ),
  });

export const accountsQuery = () =>
  queryOptions({
    queryKey: [...teamKey, 'accounts'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/accounts', { signal })),
  });

export const invitationsQuery = () =>
  queryOptions({
    queryKey: [...teamKey, 'invitations'],
    queryFn: ({ signal }) => responseOf(client.GET('/api/v1/invitations', { signal })),
  });

/** The audit log, newest first: of one project, or of everything. */
export const auditQuery = (project: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...teamKey, 'audit', project],
    queryFn: ({ signal, pageParam }): Promise<AuditPage> =>
      responseOf(
        client.GET('/api/v1/audit', {
          params: {
            query: {
              ...(project !== undefined && { project }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
