import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { ProjectPath } from '../team/project-routes.js';
import type { Team } from '../team/team.js';
import {
  annotationsOf,
  changeAnnotation,
  createAnnotation,
  findAnnotation,
  removeAnnotation,
} from './annotations.js';
import { authorOf, mayChange } from './author.js';
import type * as schemas from './response-schemas.js';
import { changeProblems, config, Name, removed, tags } from './route-parts.js';
import type { AnnotationRecord } from './saved-records.js';

const NewAnnotationBody = Type.Object(
  { at: Type.String({ format: 'date-time', description: 'When it happened' }), text: Name },
  { additionalProperties: false },
);

const AnnotationChangesBody = Type.Object(
  { at: Type.Optional(NewAnnotationBody.properties.at), text: Type.Optional(Name) },
  { additionalProperties: false, minProperties: 1 },
);

const AnnotationPath = Type.Object({
  ...ProjectPath.properties,
  annotation: Type.String({ maxLength: 64, description: 'Id of the annotation' }),
});

export function registerAnnotationRoutes(scope: FastifyInstance, getTeam: () => Team): void {
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  const path = '/api/v1/projects/:project/annotations';

  app.get(
    path,
    {
      config,
      schema: {
        operationId: 'getAnnotations',
        summary: 'Lists the annotations of a project',
        tags,
        params: ProjectPath,
        response: {
          200: refer('AnnotationList', 'The annotations'),
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request): Promise<schemas.AnnotationList> => ({
      annotations: annotationsOf(getTeam(), request.project).map((annotation) =>
        toAnnotation(request, annotation),
      ),
    }),
  );

  app.post(
    path,
    {
      config,
      schema: {
        operationId: 'createAnnotation',
        summary: 'Marks when something happened',
        tags,
        params: ProjectPath,
        body: NewAnnotationBody,
        response: { 201: refer('Annotation', 'The annotation'), ...changeProblems },
      },
    },
    async (request, reply): Promise<schemas.Annotation> => {
      const { at, text } = request.body;
      const asked = { project: request.project, at: Date.parse(at), text };
      const annotation = await createAnnotation(getTeam(), authorOf(request), asked);
      reply.code(201);
      return toAnnotation(request, annotation);
    },
  );

  app.patch(
    `${path}/:annotation`,
    {
      config,
      schema: {
        operationId: 'changeAnnotation',
        summary: 'Changes the time or the text of an annotation',
        tags,
        params: AnnotationPath,
        body: AnnotationChangesBody,
        response: { 200: refer('Annotation', 'The annotation'), ...changeProblems },
      },
    },
    async (request): Promise<schemas.Annotation> => {
      const team = getTeam();
      const before = findAnnotation(team, request.project, request.params.annotation);
      const { at, text } = request.body;
      const annotation = await changeAnnotation(team, authorOf(request), before, {
        ...(at !== undefined && { at: Date.parse(at) }),
        ...(text !== undefined && { text }),
      });
      return toAnnotation(request, annotation);
    },
  );

  app.delete(
    `${path}/:annotation`,
    {
      config,
      schema: {
        operationId: 'removeAnnotation',
        summary: 'Removes an annotation',
        tags,
        params: AnnotationPath,
        response: { 204: removed, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      const team = getTeam();
      const author = authorOf(request);
      const annotation = findAnnotation(team, request.project, request.params.annotation);
      await removeAnnotation(team, author, annotation);
      return reply.code(204).send(null);
    },
  );
}

const toAnnotation = (
  request: FastifyRequest,
  annotation: AnnotationRecord,
): schemas.Annotation => ({
  id: annotation.id,
  at: new Date(annotation.at).toISOString(),
  text: annotation.text,
  may_change: mayChange(authorOf(request), annotation),
  created_at: new Date(annotation.created_at).toISOString(),
  created_by: annotation.created_by,
});
