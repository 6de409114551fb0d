import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { ProjectPath } from '../team/project-routes.js';
import type { Team } from '../team/team.js';
import { authorOf, mayChange } from './author.js';
import type * as schemas from './response-schemas.js';
import { changeProblems, config, Name, removed, tags } from './route-parts.js';
import type { ViewRecord } from './saved-records.js';
import {
  arrangeHome,
  changeView,
  createView,
  findView,
  homeOf,
  removeView,
  viewsOf,
} from './views.js';

const closed = { additionalProperties: false };

const IsShared = Type.Boolean({ description: 'Whether everyone who sees the project sees it' });
const Address = Type.String({
  maxLength: 8_000,
  description: 'Path and query of a page, such as `/flows?range=7d`; a project in it is dropped',
});

const NewViewBody = Type.Object({ name: Name, address: Address, is_shared: IsShared }, closed);
const ViewChangesBody = Type.Partial(Type.Object({ name: Name, is_shared: IsShared }), closed);
const HomeBody = Type.Object(
  { views: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 500, description: 'Ids' }) },
  closed,
);

const ViewPath = Type.Object({
  ...ProjectPath.properties,
  view: Type.String({ maxLength: 64, description: 'Id of the view' }),
});

export function registerViewRoutes(scope: FastifyInstance, getTeam: () => Team): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  const path = '/api/v1/projects/:project/views';

  app.get(
    path,
    {
      config,
      schema: {
        operationId: 'getViews',
        summary: 'Lists the saved views of a project, and which are on your home page',
        tags,
        params: ProjectPath,
        response: { 200: refer('ViewList', 'The views'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request): Promise<schemas.ViewList> => {
      const team = getTeam();
      const { account } = authorOf(request);
      return {
        views: viewsOf(team, request.project, account).map((view) => toView(request, view)),
        home: homeOf(team, request.project, account),
      };
    },
  );

  app.post(
    path,
    {
      config,
      schema: {
        operationId: 'createView',
        summary: 'Saves a view and adds it to your home page',
        tags,
        params: ProjectPath,
        body: NewViewBody,
        response: { 201: refer('View', 'The view'), ...changeProblems },
      },
    },
    async (request, reply): Promise<schemas.View> => {
      const { name, address, is_shared: isShared } = request.body;
      const asked = { project: request.project, name, address, isShared };
      const view = await createView(getTeam(), authorOf(request), asked);
      reply.code(201);
      return toView(request, view);
    },
  );

  app.patch(
    `${path}/:view`,
    {
      config,
      schema: {
        operationId: 'changeView',
        summary: 'Renames a view, or shares it',
        tags,
        params: ViewPath,
        body: ViewChangesBody,
        response: { 200: refer('View', 'The view'), ...changeProblems },
      },
    },
    async (request): Promise<schemas.View> => {
      const team = getTeam();
      const author = authorOf(request);
      const view = findView(team, request.project, author.account, request.params.view);
      const { name, is_shared: isShared } = request.body;
      const changes = {
        ...(name !== undefined && { name }),
        ...(isShared !== undefined && { isShared }),
      };
      return toView(request, await changeView(team, author, view, changes));
    },
  );

  app.delete(
    `${path}/:view`,
    {
      config,
      schema: {
        operationId: 'removeView',
        summary: 'Removes a view',
        tags,
        params: ViewPath,
        response: { 204: removed, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const team = getTeam();
      const author = authorOf(request);
      const view = findView(team, request.project, author.account, request.params.view);
      await removeView(team, author, view);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/v1/projects/:project/home',
    {
      config,
      schema: {
        operationId: 'arrangeHome',
        summary: 'Replaces the views on your home page',
        tags,
        params: ProjectPath,
        body: HomeBody,
        response: { 204: { description: 'It is arranged', type: 'null' }, ...changeProblems },
      },
    },
    async (request, reply) => {
      await arrangeHome(getTeam(), authorOf(request), request.project, request.body.views);
      return reply.code(204).send(null);
    },
  );
}

const toView = (request: FastifyRequest, view: ViewRecord): schemas.View => ({
  ...{ id: view.id, name: view.name, address: view.address, is_shared: view.is_shared },
  may_change: mayChange(authorOf(request), view),
  created_at: new Date(view.created_at).toISOString(),
  created_by: view.created_by,
});
