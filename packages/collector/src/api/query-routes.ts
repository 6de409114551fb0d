import { type Query, queries, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { projectParameter } from './project-parameter.js';
import { describeResponse, problems } from './response-schemas.js';

export interface QueryDependencies {
  /** Returns the store; throws `not_ready` until it is open. */
  getStore: () => Store;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Serves every query about a project, or every query about the server. */
export function registerQueryRoutes(
  app: FastifyInstance,
  about: 'project' | 'server',
  dependencies: QueryDependencies,
): void {
  for (const query of Object.values<Query>(queries)) {
    if (isAboutProject(query) === (about === 'project')) register(app, query, dependencies);
  }
}

function isAboutProject({ access }: Query): boolean {
  return access !== 'server-administrator';
}

function register(app: FastifyInstance, query: Query, { getStore, now }: QueryDependencies): void {
  const { path, operation, summary, access, response } = query;
  const aboutProject = isAboutProject(query);
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const params: TProperties = {};
  const querystring: TProperties = aboutProject ? { project: projectParameter } : {};
  for (const [name, schema] of Object.entries(query.parameters)) {
    if (inPath.includes(name)) params[name] = schema;
    else querystring[name] = schema;
  }
  app.get(
    path,
    {
      config: { access },
      schema: {
        operationId: operation,
        summary,
        tags: [aboutProject ? 'query' : 'operation'],
        ...(inPath.length > 0 && { params: Type.Object(params) }),
        ...(Object.keys(querystring).length > 0 && {
          querystring: Type.Object(querystring, { additionalProperties: false }),
        }),
        response: {
          200: describeResponse(response.name, response.description),
          ...(aboutProject
            ? problems(400, 401, 403, 404, 422, 500, 503)
            : problems(401, 403, 500, 503)),
        },
      },
    },
    (request) =>
      getStore().query(
        query,
        // Path and query were validated against the query's parameters.
        { ...(request.params as object), ...(request.query as object), project: request.project },
        now(),
      ),
  );
}
