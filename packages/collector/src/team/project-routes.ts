import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { retentionMonthsMax } from '../config-file-schema.js';
import { actorOf } from './audit.js';
import {
  changeProject,
  createProject,
  findProject,
  listProjects,
  policyOf,
  roleIn,
} from './projects.js';
import type { Project } from './records.js';
import * as schemas from './response-schemas.js';
import type { Team } from './team.js';

const closed = { additionalProperties: false };

const NewProject = Type.Object(
  {
    id: Type.String({
      description: '1 to 63 lower-case letters, digits, - and _; cannot be changed later',
    }),
    title: Type.Optional(Type.String({ description: '1 to 128 characters. Default: the id' })),
  },
  closed,
);

const ProjectChanges = Type.Object(
  {
    title: Type.Optional(Type.String({ description: '1 to 128 characters' })),
    archived: Type.Optional(Type.Boolean({ description: 'True: it accepts no events' })),
    retention_months: Type.Optional(
      Type.Union([Type.Integer({ minimum: 1, maximum: retentionMonthsMax }), Type.Null()], {
        description: 'How long events are kept; null keeps them for ever',
      }),
    ),
    undeclared: Type.Optional(
      Type.Union([Type.Literal('accept'), Type.Literal('quarantine')], {
        description:
          'What happens to events, properties and values that the catalog does not declare: `accept` stores and flags the event',
      }),
    ),
  },
  closed,
);

/** Path of a route about one project. */
export const ProjectPath = Type.Object({
  project: Type.String({ maxLength: 63, description: 'Id of the project' }),
});

export function registerProjectRoutes(instance: FastifyInstance, getTeam: () => Team): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/projects',
    {
      config: { access: 'reader' },
      schema: {
        operationId: 'getProjects',
        summary: 'Lists the projects you can see',
        tags: ['team'],
        response: { 200: refer('ProjectList', 'The projects'), ...problems(401, 403, 503) },
      },
    },
    async ({ principal }): Promise<schemas.ProjectList> => {
      const visible = listProjects(getTeam()).filter(({ id }) => {
        if (principal.kind === 'account') return roleIn(principal.account, id) !== undefined;
        return principal.kind === 'key' ? principal.key.project === id : true;
      });
      return { projects: visible.map(toProject) };
    },
  );

  app.post(
    '/api/v1/projects',
    {
      config: { access: 'server-administrator' },
      schema: {
        operationId: 'createProject',
        summary: 'Creates a project',
        tags: ['team'],
        body: NewProject,
        response: {
          201: refer('Project', 'The project'),
          ...problems(400, 401, 403, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.Project> => {
      const project = await createProject(getTeam(), actorOf(request), request.body);
      reply.code(201);
      return toProject(project);
    },
  );

  app.get(
    '/api/v1/projects/:project',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getProject',
        summary: 'One project',
        tags: ['team'],
        params: ProjectPath,
        response: { 200: refer('Project', 'The project'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request): Promise<schemas.Project | undefined> => {
      const project = findProject(getTeam(), request.project);
      return project && toProject(project);
    },
  );

  app.patch(
    '/api/v1/projects/:project',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'changeProject',
        summary:
          'Renames, archives or restores a project, or sets how long events are kept and which',
        tags: ['team'],
        params: ProjectPath,
        body: ProjectChanges,
        response: {
          200: refer('Project', 'The project'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.Project> =>
      toProject(await changeProject(getTeam(), actorOf(request), request.project, request.body)),
  );
}

function toProject({ created_at, archived_at, ...project }: Project): schemas.Project {
  return {
    ...project,
    undeclared: policyOf(project),
    created_at: schemas.toIsoOrNull(created_at),
    archived_at: schemas.toIsoOrNull(archived_at),
  };
}
