import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { projectParameter } from '../api/project-parameter.js';
import { problems, refer } from '../api/response-schemas.js';
import type { IntakeReport } from './intake.js';
import type { Metrics } from './metrics.js';

/** `GET /api/v1/intake`: what the collector took in for a project since its start. */
export function registerIntakeRoute(app: FastifyInstance, metrics: Metrics): void {
  app.get(
    '/api/v1/intake',
    {
      config: { access: { project: 'member' } },
      schema: {
        operationId: 'getIntake',
        summary: 'Accepted, repeated and quarantined events since this collector started',
        tags: ['query'],
        querystring: Type.Object({ project: projectParameter }, { additionalProperties: false }),
        response: {
          200: refer('IntakeReport', 'The counts'),
          ...problems(400, 401, 403, 404, 500, 503),
        },
      },
    },
    async ({ project }): Promise<IntakeReport> => metrics.intakeOf(project),
  );
}
