import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { client, responseOf } from './client.js';
import type { components } from './openapi.js';
import { teamKey } from './team-queries.js';

export type Forwarder = components['schemas']['ForwarderReport'];
export type Backfill = components['schemas']['Backfill'];
export type DeadLetter = components['schemas']['DeadLetter'];
type DeadLetterPage = components['schemas']['DeadLetterPage'];

const refetchMs = 3_000;

/** The forwarders of a project; they work without user action. */
export const forwardersQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'forwarders', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/forwarders', {
          params: { path: { project } },
          signal,
        }),
      ),
    refetchInterval: refetchMs,
  });

/** Events that a destination refused, newest first. */
export const deadLettersQuery = (project: string, forwarder: string) =>
  infiniteQueryOptions({
    queryKey: [...teamKey, 'dead-letters', project, forwarder],
    queryFn: ({ signal, pageParam }): Promise<DeadLetterPage> =>
      responseOf(
        client.GET('/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters', {
          params: {
            path: { project, forwarder },
            query: pageParam === null ? {} : { cursor: pageParam },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: refetchMs,
  });

/** Pauses or resumes; resuming also retries at once. */
export const setPaused = (project: string, forwarder: string, isPaused: boolean) => {
  const params = { path: { project, forwarder } };
  return responseOf(
    isPaused
      ? client.POST('/api/v1/projects/{project}/forwarders/{forwarder}/pause', { params })
      : client.POST('/api/v1/projects/{project}/forwarders/{forwarder}/resume', { params }),
  );
};

export const startBackfill = (
  project: string,
  forwarder: string,
  range: { from: string; to: string },
) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/forwarders/{forwarder}/backfill', {
      params: { path: { project, forwarder } },
      body: range,
    }),
  );

export const cancelBackfill = (project: string, forwarder: string) =>
  responseOf(
    client.DELETE('/api/v1/projects/{project}/forwarders/{forwarder}/backfill', {
      params: { path: { project, forwarder } },
    }),
  );

/** @param insertIds Undefined means all. */
export const settleDeadLetters = (
  project: string,
  forwarder: string,
  act: 'replay' | 'drop',
  insertIds: string[] | undefined,
) => {
  const params = { path: { project, forwarder } };
  const body = insertIds === undefined ? {} : { insert_ids: insertIds };
  return responseOf(
    act === 'replay'
      ? client.POST('/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/replay', {
          params,
          body,
        })
      : client.POST('/api/v1/projects/{project}/forwarders/{forwarder}/dead-letters/drop', {
          params,
          body,
        }),
  );
};
