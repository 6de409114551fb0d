import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type Json, SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems, refer } from '../api/response-schemas.js';
import { acceptJson } from '../json-body.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import { tryHashCatalog } from './catalog-hash.js';
import type { PushedCatalog } from './catalog-response.js';
import type { KeepCatalog } from './keep-catalog.js';

/** A catalog as JSON, and its escapes. */
const bodyBytesMax = 2_000_000;

const CatalogBody = Type.Object(
  { catalog: Type.Record(Type.String(), Type.Unknown(), { description: 'In its JSON form' }) },
  { additionalProperties: false },
);
const Query = Type.Object({ project: projectParameter }, { additionalProperties: false });

export interface CatalogRouteDependencies {
  getTeam: () => Team;
  keep: KeepCatalog;
}

/**
 * `POST /api/v1/catalogs` stores a catalog before a release sends it. A write key is enough: the
 * SDK sends catalogs with the same key.
 */
export function registerCatalogRoute(
  scope: FastifyInstance,
  { getTeam, keep }: CatalogRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  scope.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/catalogs',
    {
      config: { access: 'ingest', everywhere: true },
      schema: {
        operationId: 'pushCatalog',
        summary: 'Stores the catalog of a tool',
        tags: ['ingest'],
        security: [{ write_key: [] }, { bearer: [] }],
        querystring: Query,
        body: CatalogBody,
        response: {
          200: refer('PushedCatalog', 'It is stored'),
          ...problems(400, 401, 403, 404, 408, 409, 413, 415, 500, 503),
        },
      },
    },
    async (request): Promise<PushedCatalog> => {
      const { principal, query, body } = request;
      const team = getTeam();
      const { project: named = request.project } = query;
      const project = principal.kind === 'open' ? named : request.project;
      if (named !== project || findProject(team, project) === undefined) {
        throw new SondeError('project_not_found', { detail: named.slice(0, 80) });
      }
      if (team.declaredProjects.has(project)) {
        throw new SondeError('declared_in_configuration', { detail: `catalogs of ${project}` });
      }
      const hash = tryHashCatalog(body.catalog);
      if (hash === undefined) {
        throw new SondeError('catalog_invalid', { detail: 'it is nested too deeply' });
      }
      const status = await keep(project, hash, body.catalog as Json);
      return { status, project, tool: String(body.catalog.tool), hash };
    },
  );
}
