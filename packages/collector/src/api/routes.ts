import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from './answers.js';
import { exportLines } from './export-lines.js';
import {
  ArrivalParameters,
  ExportParameters,
  InvocationParameters,
  ProjectParameters,
  ScopeParameters,
} from './query-parameters.js';
import * as questions from './questions.js';

export interface QueryDependencies {
  /** The store; throws `not_ready` while there is none. */
  getStore: () => Store;
  /** Milliseconds since 1970. */
  now: () => number;
}

const id = (description: string) => Type.String({ minLength: 1, maxLength: 512, description });

/** The query API: every question the dashboard asks, and the export. */
export function registerQueryRoutes(
  instance: FastifyInstance,
  dependencies: QueryDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/overview',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getOverview',
        summary: 'Invocations, people, success and durations over time',
        tags: ['query'],
        querystring: ScopeParameters,
        response: {
          200: refer('Overview', 'The overview'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askOverview(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/tools',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getTools',
        summary: 'The tools whose events the project holds',
        tags: ['query'],
        querystring: ProjectParameters,
        response: {
          200: refer('ToolList', 'The tools'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askTools(dependencies, request.project),
  );

  app.get(
    '/api/v1/filters',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getFilters',
        summary: 'The values each filter can take',
        tags: ['query'],
        querystring: ScopeParameters,
        response: {
          200: refer('FilterValues', 'The values'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askFilters(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/flows',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getFlows',
        summary: 'The flows, declared or seen, with their outcomes',
        tags: ['query'],
        querystring: ScopeParameters,
        response: {
          200: refer('FlowList', 'The flows'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askFlows(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/flows/:flow/funnel',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getFunnel',
        summary: 'The funnel of one flow',
        tags: ['query'],
        params: Type.Object({ flow: id('Name of the flow') }),
        querystring: ScopeParameters,
        response: {
          200: refer('Funnel', 'The funnel'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) =>
      questions.askFunnel(dependencies, request.project, request.params.flow, request.query),
  );

  app.get(
    '/api/v1/invocations',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getInvocations',
        summary: 'Invocations, newest first, narrowed by filters and flow runs',
        tags: ['query'],
        querystring: InvocationParameters,
        response: {
          200: refer('InvocationPage', 'One page'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askInvocations(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/invocations/:invocation_id',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getInvocation',
        summary: 'One invocation with its events in order',
        tags: ['query'],
        params: Type.Object({ invocation_id: id('Id of the invocation') }),
        querystring: ProjectParameters,
        response: {
          200: refer('InvocationDetail', 'The invocation'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) =>
      questions.askInvocation(dependencies, request.project, request.params.invocation_id),
  );

  app.get(
    '/api/v1/quarantine',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getQuarantine',
        summary: 'Events that were kept aside, and why; the range is of their arrival',
        tags: ['query'],
        querystring: ArrivalParameters,
        response: {
          200: refer('QuarantineReport', 'Counts, and the newest of them'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askQuarantine(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/losses',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getLosses',
        summary: 'What clients say they lost; the range is of the arrival of their account',
        tags: ['query'],
        querystring: ArrivalParameters,
        response: {
          200: refer('LossReport', 'The sums'),
          ...problems(400, 401, 403, 404, 422, 500, 503),
        },
      },
    },
    (request) => questions.askLosses(dependencies, request.project, request.query),
  );

  app.get(
    '/api/v1/export/events',
    {
      // Answering HEAD would read the whole export to throw it away.
      exposeHeadRoute: false,
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'exportEvents',
        summary: 'Every event once, as stored, oldest first',
        tags: ['export'],
        querystring: ExportParameters,
        response: {
          200: {
            description: 'One event a line',
            content: { 'application/x-ndjson': { schema: { $ref: 'ExportedEvent#' } } },
          },
          ...problems(400, 401, 403, 404, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const lines = await exportLines(
        questions.exportEvents(dependencies, request.project, request.query),
      );
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(Readable.from(lines, { objectMode: false }));
    },
  );
}
