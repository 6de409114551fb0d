import { type Question, questions, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { describeAnswer, problems } from './answers.js';
import { projectParameter } from './project-parameter.js';

export interface QuestionDependencies {
  /** Returns the store; throws `not_ready` until it is open. */
  getStore: () => Store;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Serves every question about a project, or every question about the server. */
export function registerQuestionRoutes(
  app: FastifyInstance,
  about: 'project' | 'server',
  dependencies: QuestionDependencies,
): void {
  for (const question of Object.values<Question>(questions)) {
    if (isAboutProject(question) === (about === 'project')) register(app, question, dependencies);
  }
}

function isAboutProject({ access }: Question): boolean {
  return access !== 'server-administrator';
}

function register(
  app: FastifyInstance,
  question: Question,
  { getStore, now }: QuestionDependencies,
): void {
  const { path, operation, summary, access, answer } = question;
  const aboutProject = isAboutProject(question);
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const params: TProperties = {};
  const query: TProperties = aboutProject ? { project: projectParameter } : {};
  for (const [name, schema] of Object.entries(question.parameters)) {
    if (inPath.includes(name)) params[name] = schema;
    else query[name] = schema;
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
        ...(Object.keys(query).length > 0 && {
          querystring: Type.Object(query, { additionalProperties: false }),
        }),
        response: {
          200: describeAnswer(answer.name, answer.description),
          ...(aboutProject
            ? problems(400, 401, 403, 404, 422, 500, 503)
            : problems(401, 403, 500, 503)),
        },
      },
    },
    (request) =>
      getStore().ask(
        question,
        // Path and query were validated against the question's parameters.
        { ...(request.params as object), ...(request.query as object), project: request.project },
        now(),
      ),
  );
}
