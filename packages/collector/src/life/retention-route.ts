import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { retentionMonthsMax } from '../config-file-schema.js';
import { ProjectPath } from '../team/project-routes.js';
import { findProject } from '../team/projects.js';
import { retentionCutoff } from './cutoff.js';
import type { LifeRouteDependencies } from './person-routes.js';
import type { Retention } from './response-schemas.js';
import { nextRunAt } from './retention-schedule.js';

const Parameters = Type.Object(
  {
    retention_months: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: retentionMonthsMax,
        description: 'Setting to preview. Default: the setting of the project',
      }),
    ),
  },
  { additionalProperties: false },
);

const nothing = { events: 0, invocations: 0, quarantined: 0, loss_reports: 0 };

export function registerRetentionRoute(
  instance: FastifyInstance,
  { getStore, getTeam }: LifeRouteDependencies,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/v1/projects/:project/retention',
    {
      config: { access: { project: 'administrator' } },
      schema: {
        operationId: 'getRetention',
        summary: 'How long events are kept, and what would be deleted now',
        tags: ['team'],
        params: ProjectPath,
        querystring: Parameters,
        response: {
          200: refer('Retention', 'A preview'),
          ...problems(400, 401, 403, 404, 422, 503),
        },
      },
    },
    async ({ project, query }): Promise<Retention> => {
      const team = getTeam();
      const { life } = getStore();
      const setting = findProject(team, project)?.retention_months ?? null;
      const retention_months = query.retention_months ?? setting;
      const runs = await life.retentionRuns();
      const last_run = runs.find((run) => run.project === project) ?? null;
      if (retention_months === null) {
        const never = { next_run_at: null, before: null, oldest_month: null };
        return { retention_months, last_run, ...nothing, ...never };
      }
      const before = retentionCutoff(retention_months, team.now());
      const { oldest, ...counts } = await life.previewRetention(project, before);
      return {
        ...{ retention_months, last_run, ...counts },
        next_run_at: new Date(nextRunAt(last_run, team.now())).toISOString(),
        before: new Date(before).toISOString(),
        oldest_month: oldest?.slice(0, 7) ?? null,
      };
    },
  );
}
