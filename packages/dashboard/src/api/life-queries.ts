import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';
import { readProblem } from './problem.js';
import { teamKey } from './team-queries.js';

export type Retention = components['schemas']['Retention'];
export type DeletionPreview = components['schemas']['DeletionPreview'];
export type PersonDeletion = components['schemas']['PersonDeletion'];
type DeletionPage = components['schemas']['DeletionPage'];

/** A person whose events are stored: a user, or one installation. */
export type Person = { kind: 'user_id' | 'anonymous_id'; id: string };

/** What a number of months would delete now; undefined means the project's own setting. */
export const retentionQuery = (project: string, months: number | undefined) =>
  queryOptions({
    queryKey: [...teamKey, 'retention', project, months],
    queryFn: ({ signal }): Promise<Retention> =>
      responseOf(
        client.GET('/api/v1/projects/{project}/retention', {
          params: {
            path: { project },
            query: months === undefined ? {} : { retention_months: months },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** The stored data of a person. */
export const personQuery = (project: string, person: Person) =>
  queryOptions({
    queryKey: [...teamKey, 'person', project, person],
    queryFn: ({ signal }) =>
      responseOf(
        client.POST('/api/v1/projects/{project}/deletions', {
          params: { path: { project } },
          body: { [person.kind]: person.id, dry_run: true },
          signal,
        }),
      ) as Promise<DeletionPreview>,
    gcTime: 0,
  });

/** Deletes the stored data of a person; the receipt has no end time if it takes longer. */
export const deletePerson = (project: string, person: Person, refuse_later: boolean) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/deletions', {
      params: { path: { project } },
      body: { [person.kind]: person.id, refuse_later },
    }),
  ) as Promise<PersonDeletion>;

/** The stored data of a person, as JSON lines. */
export async function exportPerson(project: string, person: Person): Promise<Blob> {
  const { data, error, response } = await client.POST('/api/v1/projects/{project}/people/export', {
    params: { path: { project } },
    body: { [person.kind]: person.id },
    parseAs: 'blob',
  });
  if (data === undefined) throw readProblem(error, response.status);
  return data;
}

/** The receipts of deletions, newest first. */
export const deletionsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: [...teamKey, 'deletions', project],
    queryFn: ({ signal, pageParam }): Promise<DeletionPage> =>
      responseOf(
        client.GET('/api/v1/projects/{project}/deletions', {
          params: {
            path: { project },
            query: pageParam === null ? {} : { cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    // Deletions in progress finish without user action.
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ deletions }) =>
        deletions.some(
          ({ finished_at, forwards }) =>
            finished_at === null || forwards.some(({ state }) => state === 'waiting'),
        ),
      )
        ? 5_000
        : false,
  });
