import { findProject } from '../team/projects.js';
import type { Team } from '../team/team.js';
import type { AlertRecord, IncidentRecord } from './alert-records.js';
import type { AlertSettings } from './alert-settings.js';

/** What a channel sends. It has names and numbers, never ids or values of users. */
export interface AlertMessage {
  type: 'alert.began' | 'alert.ended' | 'alert.test';
  /** Stays the same if the message is repeated; null for a test. */
  incident: string | null;
  alert: { id: string; name: string };
  project: { id: string; title: string };
  /** The release that got worse; empty for a threshold. */
  subject: string;
  lines: string[];
  began_at: string;
  ended_at: string | null;
  /** The page that shows it; null if the collector's address is not configured. */
  url: string | null;
}

export function createMessage(
  { team, settings }: { team: Team; settings: AlertSettings },
  alert: AlertRecord,
  type: AlertMessage['type'],
  incident?: IncidentRecord,
): AlertMessage {
  const { publicUrl } = settings;
  const path = incident?.path ?? `/?project=${encodeURIComponent(alert.project)}`;
  return {
    type,
    incident: incident?.id ?? null,
    alert: { id: alert.id, name: alert.name },
    project: { id: alert.project, title: findProject(team, alert.project)?.title ?? alert.project },
    subject: incident?.subject ?? '',
    lines: incident?.lines ?? ['This is a test: nothing happened.'],
    began_at: new Date(incident?.began_at ?? team.now()).toISOString(),
    ended_at:
      type === 'alert.ended' && incident?.ended_at != null
        ? new Date(incident.ended_at).toISOString()
        : null,
    url: publicUrl === undefined ? null : `${publicUrl}${path}`,
  };
}
