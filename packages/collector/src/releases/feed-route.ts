import { createHash } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems } from '../api/response-schemas.js';
import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import { renderFeed } from './atom-feed.js';
import { findingsOf } from './release-findings.js';

export interface FeedDependencies {
  getTeam: () => Team;
  /** The origin that people use; absent: the one that a request names. */
  publicUrl: string | undefined;
}

const feedPath = '/api/v1/releases/feed';

/** The feed of releases that got worse. Feed readers send the key as a password. */
export function registerFeedRoute(app: FastifyInstance, dependencies: FeedDependencies): void {
  const { getTeam, publicUrl } = dependencies;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    feedPath,
    {
      config: { access: { project: 'member' }, takesPassword: true },
      schema: {
        operationId: 'getReleaseFeed',
        summary: 'Releases that got worse, as an Atom feed',
        description:
          'One entry per release and tool; its id stays, and `updated` changes only with what got worse. Accepts HTTP Basic with any user and a read key as the password.',
        tags: ['query'],
        querystring: Type.Object({ project: projectParameter }, { additionalProperties: false }),
        response: {
          200: {
            description: 'The feed',
            content: { 'application/atom+xml': { schema: { type: 'string' } } },
          },
          304: { description: 'It has not changed since the ETag in If-None-Match', type: 'null' },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const { project } = request;
      const team = getTeam();
      const origin = publicUrl ?? `${request.protocol}://${request.host}`;
      const feed = renderFeed({
        title: findProject(team, project)?.title ?? project,
        self: `${origin}${feedPath}?${new URLSearchParams({ project })}`,
        origin,
        findings: findingsOf(team, project),
      });
      const etag = `"${createHash('sha256').update(feed).digest('base64url')}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send(null);
      return reply.type('application/atom+xml; charset=utf-8').send(feed);
    },
  );
}
