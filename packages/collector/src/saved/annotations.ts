import { randomUUID } from 'node:crypto';
import { SondeError } from '@sonde/protocol';
import { createEntry } from '../team/audit.js';
import { checkName } from '../team/check-name.js';
import type { Team } from '../team/team.js';
import { type Author, checkMayChange } from './author.js';
import type { AnnotationRecord } from './saved-records.js';

const annotationsMax = 2_000;
/** The years that events are stored in. */
const [earliest, latest] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];

/** The annotations of a project, oldest first. */
export function annotationsOf({ directory }: Team, project: string): AnnotationRecord[] {
  return [...directory.annotations.values()]
    .filter((annotation) => annotation.project === project)
    .sort((a, b) => a.at - b.at || a.created_at - b.created_at);
}

/** Throws `annotation_not_found`. */
export function findAnnotation(team: Team, project: string, id: string): AnnotationRecord {
  const annotation = team.directory.annotations.get(id);
  if (annotation?.project === project) return annotation;
  throw new SondeError('annotation_not_found', { detail: id });
}

/** Throws `name_invalid`, `parameter_invalid` or `limit_reached`. */
export async function createAnnotation(
  team: Team,
  { actor, account }: Author,
  asked: { project: string; at: number; text: string },
): Promise<AnnotationRecord> {
  const { project, at } = asked;
  const text = checkName(asked.text);
  checkTime(at);
  if (annotationsOf(team, project).length >= annotationsMax) {
    throw new SondeError('limit_reached', { detail: `${annotationsMax} annotations in a project` });
  }
  const now = team.now();
  const annotation: AnnotationRecord = {
    ...{ id: randomUUID(), project, at, text, account },
    ...{ created_at: now, created_by: actor.name },
  };
  const act = { action: 'annotation.create', subject: text, project };
  await team.directory.commit(
    [{ kind: 'annotation', body: annotation }],
    [createEntry(now, actor, act)],
  );
  return annotation;
}

/** Throws `role_insufficient`, `name_invalid` or `parameter_invalid`. */
export async function changeAnnotation(
  team: Team,
  author: Author,
  annotation: AnnotationRecord,
  changes: { at?: number; text?: string },
): Promise<AnnotationRecord> {
  checkMayChange(author, annotation);
  const { at = annotation.at } = changes;
  const text = changes.text === undefined ? annotation.text : checkName(changes.text);
  checkTime(at);
  const changed: AnnotationRecord = { ...annotation, at, text };
  const act = { action: 'annotation.change', subject: text, project: annotation.project };
  await team.directory.commit(
    [{ kind: 'annotation', body: changed }],
    [createEntry(team.now(), author.actor, act)],
  );
  return changed;
}

/** Throws `role_insufficient`. */
export async function removeAnnotation(
  team: Team,
  author: Author,
  annotation: AnnotationRecord,
): Promise<void> {
  checkMayChange(author, annotation);
  const { id, text, project } = annotation;
  const act = { action: 'annotation.remove', subject: text, project };
  await team.directory.commit(
    [{ kind: 'annotation', id, body: null }],
    [createEntry(team.now(), author.actor, act)],
  );
}

function checkTime(at: number): void {
  if (at >= earliest && at < latest) return;
  throw new SondeError('parameter_invalid', { detail: 'at must be in a year from 2000 to 2099' });
}
