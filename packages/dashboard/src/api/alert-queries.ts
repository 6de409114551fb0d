import { queryOptions } from '@tanstack/react-query';
import { client, doneOf, responseOf } from './client.js';
import type { components, paths } from './openapi.js';
import { teamKey } from './team-queries.js';

export type Alert = components['schemas']['Alert'];
export type AlertCondition = Alert['condition'];
export type AlertIncident = Alert['incidents'][number];
export type AlertNotice = AlertIncident['began'];
export type AlertBody =
  paths['/api/v1/projects/{project}/alerts']['post']['requestBody']['content']['application/json'];

const refetchMs = 10_000;

/** The alerts of a project; incidents begin and end without user action. */
export const alertsQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'alerts', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/alerts', { params: { path: { project } }, signal }),
      ),
    refetchInterval: refetchMs,
  });

export const createAlert = (project: string, body: AlertBody) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/alerts', { params: { path: { project } }, body }),
  );

export const changeAlert = (
  project: string,
  alert: string,
  body: Partial<AlertBody> & { is_paused?: boolean },
) =>
  responseOf(
    client.PATCH('/api/v1/projects/{project}/alerts/{alert}', {
      params: { path: { project, alert } },
      body,
    }),
  );

export const removeAlert = (project: string, alert: string) =>
  doneOf(
    client.DELETE('/api/v1/projects/{project}/alerts/{alert}', {
      params: { path: { project, alert } },
    }),
  );

/** Sends a test message at once. */
export const testAlert = (project: string, alert: string) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/alerts/{alert}/test', {
      params: { path: { project, alert } },
    }),
  );
