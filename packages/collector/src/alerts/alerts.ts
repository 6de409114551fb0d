import { randomBytes, randomUUID } from 'node:crypto';
import { SondeError } from '@sonde/protocol';
import { type Actor, createEntry } from '../team/audit.js';
import { checkName } from '../team/check-name.js';
import type { Write } from '../team/directory.js';
import { checkEmail } from '../team/email.js';
import type { Team } from '../team/team.js';
import type { AlertChannel, AlertCondition, AlertRecord, IncidentRecord } from './alert-records.js';

/** Each costs a query now and then. */
const alertsMax = 50;

export interface NewAlert {
  project: string;
  name: string;
  condition: AlertCondition;
  channel: { kind: 'webhook'; url: string } | { kind: 'email'; to: string[] };
}

/** The alerts of a project, oldest first. */
export function alertsOf({ directory }: Team, project: string): AlertRecord[] {
  return [...directory.alerts.values()]
    .filter((alert) => alert.project === project)
    .sort((a, b) => a.created_at - b.created_at);
}

/** The incidents of an alert, newest first. */
export function incidentsOf({ directory }: Team, alert: string): IncidentRecord[] {
  return [...directory.incidents.values()]
    .filter((incident) => incident.alert === alert)
    .sort((a, b) => b.began_at - a.began_at);
}

/** Throws `alert_not_found`. */
export function findAlert(team: Team, project: string, id: string): AlertRecord {
  const alert = team.directory.alerts.get(id);
  if (alert?.project === project) return alert;
  throw new SondeError('alert_not_found', { detail: id });
}

/** Throws `name_invalid`, `name_taken`, `limit_reached`, `email_invalid` or `parameter_invalid`. */
export async function createAlert(team: Team, actor: Actor, asked: NewAlert): Promise<AlertRecord> {
  const { project, condition } = asked;
  const others = alertsOf(team, project);
  const name = checkAlertName(asked.name, others);
  checkCondition(condition);
  if (others.length >= alertsMax) {
    throw new SondeError('limit_reached', { detail: `${alertsMax} alerts in a project` });
  }
  const now = team.now();
  const alert: AlertRecord = {
    ...{ id: randomUUID(), project, name, condition },
    channel: createChannel(asked.channel),
    ...{ created_at: now, created_by: actor.name },
  };
  const detail = { condition: condition.kind, channel: alert.channel.kind };
  const act = { action: 'alert.create', subject: name, project, detail };
  await team.directory.commit([{ kind: 'alert', body: alert }], [createEntry(now, actor, act)]);
  return alert;
}

/**
 * Changes an alert. Its open incidents stay open until its condition is evaluated again. A webhook
 * with another address gets another secret.
 *
 * @throws `name_invalid`, `name_taken`, `email_invalid` or `parameter_invalid`.
 */
export async function changeAlert(
  team: Team,
  actor: Actor,
  alert: AlertRecord,
  changes: Partial<Omit<NewAlert, 'project'>> & { is_paused?: boolean },
): Promise<AlertRecord> {
  const { project } = alert;
  const { condition = alert.condition, is_paused = alert.is_paused ?? false } = changes;
  const others = alertsOf(team, project).filter(({ id }) => id !== alert.id);
  const name = changes.name === undefined ? alert.name : checkAlertName(changes.name, others);
  checkCondition(condition);
  const channel =
    changes.channel === undefined || isSameWebhook(alert.channel, changes.channel)
      ? alert.channel
      : createChannel(changes.channel);
  const changed: AlertRecord = { ...alert, name, condition, channel, is_paused };
  const detail = { changes: Object.keys(changes).join(', ') };
  const act = { action: 'alert.change', subject: name, project, detail };
  await team.directory.commit(
    [{ kind: 'alert', body: changed }],
    [createEntry(team.now(), actor, act)],
  );
  return changed;
}

/** Removes it with its incidents; what is not reported yet never will be. */
export async function removeAlert(team: Team, actor: Actor, alert: AlertRecord): Promise<void> {
  const act = { action: 'alert.remove', subject: alert.name, project: alert.project };
  const incidents = incidentsOf(team, alert.id);
  await team.directory.commit(
    [
      { kind: 'alert', id: alert.id, body: null },
      ...incidents.map(({ id }): Write => ({ kind: 'incident', id, body: null })),
    ],
    [createEntry(team.now(), actor, act)],
  );
}

/** Throws `name_invalid` or `name_taken`. */
function checkAlertName(asked: string, others: readonly AlertRecord[]): string {
  const name = checkName(asked);
  if (others.every((other) => other.name !== name)) return name;
  throw new SondeError('name_taken', { detail: name });
}

const isSameWebhook = (channel: AlertChannel, asked: NewAlert['channel']): boolean =>
  channel.kind === 'webhook' && asked.kind === 'webhook' && channel.url === asked.url;

function createChannel(asked: NewAlert['channel']): AlertChannel {
  if (asked.kind === 'email') return { kind: 'email', to: asked.to.map(checkEmail) };
  const invalid = (detail: string) => new SondeError('parameter_invalid', { detail });
  if (!URL.canParse(asked.url)) throw invalid('the address of the webhook is not valid');
  const { protocol, username, password } = new URL(asked.url);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw invalid('the address of the webhook must begin with https:// or http://');
  }
  if (username !== '' || password !== '') {
    throw invalid('the address of the webhook must not have a user or a password');
  }
  return { ...asked, secret: `sonde_wh_${randomBytes(24).toString('base64url')}` };
}

function checkCondition(condition: AlertCondition): void {
  if (condition.kind !== 'threshold') return;
  const invalid = (detail: string) => new SondeError('parameter_invalid', { detail });
  const { measure, value, error_class, flow } = condition;
  const isRate = measure !== 'invocations' && measure !== 'users';
  if (isRate && value > 1) throw invalid('value must be from 0 to 1: it is a rate');
  if ((measure === 'error_share') !== (error_class !== undefined)) {
    throw invalid('error_class is for the measure error_share, which needs it');
  }
  if ((measure === 'flow_completion') !== (flow !== undefined)) {
    throw invalid('flow is for the measure flow_completion, which needs it');
  }
}
