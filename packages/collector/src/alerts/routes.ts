import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from '../api/response-schemas.js';
import { acceptJson } from '../json-body.js';
import { actorOf, createEntry } from '../team/audit.js';
import { ProjectPath } from '../team/project-routes.js';
import type { Team } from '../team/team.js';
import { createMessage } from './alert-message.js';
import type { AlertRecord, Notice } from './alert-records.js';
import type { AlertSettings } from './alert-settings.js';
import {
  alertsOf,
  changeAlert,
  createAlert,
  findAlert,
  incidentsOf,
  removeAlert,
} from './alerts.js';
import * as schemas from './response-schemas.js';
import { sendMessage } from './send-message.js';

export interface AlertRouteDependencies {
  getTeam: () => Team;
  settings: AlertSettings;
}

const bodyBytesMax = 64_000;

const NewAlertBody = Type.Object(
  {
    name: Type.String({ description: '1 to 128 characters' }),
    condition: schemas.AlertCondition,
    channel: schemas.ChannelBody,
  },
  { additionalProperties: false },
);

const AlertChangesBody = Type.Object(
  {
    name: Type.Optional(NewAlertBody.properties.name),
    condition: Type.Optional(schemas.AlertCondition),
    channel: Type.Optional(schemas.ChannelBody),
    is_paused: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);

const AlertPath = Type.Object({
  ...ProjectPath.properties,
  alert: Type.String({ maxLength: 64, description: 'Id of the alert' }),
});

/** Alerts of a project. Members do not see them: an address can be a secret. */
export function registerAlertRoutes(
  scope: FastifyInstance,
  { getTeam, settings }: AlertRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  const app = scope.withTypeProvider<TypeBoxTypeProvider>();
  const config = { access: { project: 'administrator' } } as const;
  const path = '/api/v1/projects/:project/alerts';

  app.get(
    path,
    {
      config,
      schema: {
        operationId: 'getAlerts',
        summary: 'Lists the alerts of a project, with their last incidents',
        tags: ['alerts'],
        params: ProjectPath,
        response: { 200: refer('AlertList', 'The alerts'), ...problems(400, 401, 403, 404, 503) },
      },
    },
    async ({ project }): Promise<schemas.AlertList> => {
      const team = getTeam();
      return {
        alerts: alertsOf(team, project).map((alert) => toAlert(team, alert)),
        can_email: settings.smtp !== undefined,
      };
    },
  );

  app.post(
    path,
    {
      config,
      schema: {
        operationId: 'createAlert',
        summary: 'Creates an alert; only this response contains its secret',
        tags: ['alerts'],
        params: ProjectPath,
        body: NewAlertBody,
        response: {
          201: refer('NewAlert', 'The alert'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request, reply): Promise<schemas.NewAlert> => {
      const team = getTeam();
      const { project, body } = request;
      const alert = await createAlert(team, actorOf(request), { project, ...body });
      reply.code(201);
      return { ...toAlert(team, alert), secret: secretOf(alert) };
    },
  );

  app.patch(
    `${path}/:alert`,
    {
      config,
      schema: {
        operationId: 'changeAlert',
        summary: 'Changes or pauses an alert; another address gets another secret',
        tags: ['alerts'],
        params: AlertPath,
        body: AlertChangesBody,
        response: {
          200: refer('NewAlert', 'The alert'),
          ...problems(400, 401, 403, 404, 409, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.NewAlert> => {
      const team = getTeam();
      const before = findAlert(team, request.project, request.params.alert);
      const alert = await changeAlert(team, actorOf(request), before, request.body);
      const secret = secretOf(alert);
      return { ...toAlert(team, alert), secret: secret === secretOf(before) ? null : secret };
    },
  );

  app.delete(
    `${path}/:alert`,
    {
      config,
      schema: {
        operationId: 'removeAlert',
        summary: 'Removes an alert with its incidents',
        tags: ['alerts'],
        params: AlertPath,
        response: {
          204: { description: 'It is removed', type: 'null' },
          ...problems(400, 401, 403, 404, 503),
        },
      },
    },
    async (request, reply) => {
      const team = getTeam();
      const alert = findAlert(team, request.project, request.params.alert);
      await removeAlert(team, actorOf(request), alert);
      return reply.code(204).send(null);
    },
  );

  app.post(
    `${path}/:alert/test`,
    {
      config,
      schema: {
        operationId: 'testAlert',
        summary: 'Sends a test message at once',
        tags: ['alerts'],
        params: AlertPath,
        response: {
          200: refer('AlertTest', 'Whether it was delivered'),
          ...problems(400, 401, 403, 404, 413, 415, 503),
        },
      },
    },
    async (request): Promise<schemas.AlertTest> => {
      const team = getTeam();
      const { project } = request;
      const alert = findAlert(team, project, request.params.alert);
      const act = { action: 'alert.test', subject: alert.name, project };
      await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
      const message = createMessage({ team, settings }, alert, 'alert.test');
      try {
        const { problem } = await sendMessage(alert.channel, message, settings);
        return { delivered: true, reason: problem };
      } catch (error) {
        return { delivered: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
  );
}

const secretOf = ({ channel }: AlertRecord) => (channel.kind === 'webhook' ? channel.secret : null);

function toAlert(team: Team, alert: AlertRecord): schemas.Alert {
  const { id, name, condition, channel, created_at, created_by } = alert;
  const shown = channel.kind === 'webhook' ? { kind: channel.kind, url: channel.url } : channel;
  return {
    ...{ id, name, condition, channel: shown, created_by },
    is_paused: alert.is_paused ?? false,
    created_at: new Date(created_at).toISOString(),
    incidents: incidentsOf(team, id).map((incident) => ({
      ...{ id: incident.id, subject: incident.subject },
      ...{ lines: incident.lines, path: incident.path },
      began_at: new Date(incident.began_at).toISOString(),
      ended_at: toTime(incident.ended_at),
      began: toNotice(incident.began),
      ended: incident.ended && toNotice(incident.ended),
    })),
  };
}

const toNotice = ({ state, attempts, attempted_at, reason }: Notice) => ({
  ...{ state, attempts, reason },
  attempted_at: toTime(attempted_at),
});

const toTime = (at: number | null) => (at === null ? null : new Date(at).toISOString());
