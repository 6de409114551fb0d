import { queryOptions } from '@tanstack/react-query';
import { client, doneOf, responseOf } from './client.js';
import type { components } from './openapi.js';
import { teamKey } from './team-queries.js';

export type ViewList = components['schemas']['ViewList'];
export type View = components['schemas']['View'];
export type Annotation = components['schemas']['Annotation'];

/** Others save views and annotate too. */
const staleMs = 60_000;

export const viewsQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'views', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/views', { params: { path: { project } }, signal }),
      ),
    staleTime: staleMs,
  });

export const createView = (
  project: string,
  body: { name: string; address: string; is_shared: boolean },
) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/views', { params: { path: { project } }, body }),
  );

export const changeView = (
  project: string,
  view: string,
  body: { name?: string; is_shared?: boolean },
) =>
  responseOf(
    client.PATCH('/api/v1/projects/{project}/views/{view}', {
      params: { path: { project, view } },
      body,
    }),
  );

export const removeView = (project: string, view: string) =>
  doneOf(
    client.DELETE('/api/v1/projects/{project}/views/{view}', {
      params: { path: { project, view } },
    }),
  );

/** Replaces the views on the viewer's home page. */
export const arrangeHome = (project: string, views: string[]) =>
  doneOf(
    client.PUT('/api/v1/projects/{project}/home', {
      params: { path: { project } },
      body: { views },
    }),
  );

export const annotationsQuery = (project: string) =>
  queryOptions({
    queryKey: [...teamKey, 'annotations', project],
    queryFn: ({ signal }) =>
      responseOf(
        client.GET('/api/v1/projects/{project}/annotations', {
          params: { path: { project } },
          signal,
        }),
      ),
    staleTime: staleMs,
  });

export const createAnnotation = (project: string, body: { at: string; text: string }) =>
  responseOf(
    client.POST('/api/v1/projects/{project}/annotations', { params: { path: { project } }, body }),
  );

export const changeAnnotation = (
  project: string,
  annotation: string,
  body: { at?: string; text?: string },
) =>
  responseOf(
    client.PATCH('/api/v1/projects/{project}/annotations/{annotation}', {
      params: { path: { project, annotation } },
      body,
    }),
  );

export const removeAnnotation = (project: string, annotation: string) =>
  doneOf(
    client.DELETE('/api/v1/projects/{project}/annotations/{annotation}', {
      params: { path: { project, annotation } },
    }),
  );
