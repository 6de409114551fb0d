import { SondeError } from '@sonde/protocol';
import type { DeclaredProject } from '../config-file.js';
import type { UndeclaredPolicy } from '../undeclared-policy.js';
import { type Actor, createEntry } from './audit.js';
import { checkName } from './check-name.js';
import type { Account, Project, ProjectRecord, Role } from './records.js';
import type { Team } from './team.js';

export const projectIdPattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** Exists from the start, unless the configuration file declares projects. */
const defaultProject = 'default';

/** A longer menu helps no one, and each project takes memory. */
const projectsMax = 10_000;

export function toDeclaredProject(project: DeclaredProject): Project {
  const { id, title, retentionMonths, undeclared } = project;
  return {
    ...{ id, title, created_at: null, archived_at: null },
    ...{ retention_months: retentionMonths, declared: true },
    ...(undeclared && { undeclared }),
  };
}

/** All projects: declared ones in the order of the file, then others by creation time. */
export function listProjects(team: Team): Project[] {
  const { declaredProjects, directory } = team;
  const made = [...directory.projects.values()].filter(({ id }) => !declaredProjects.has(id));
  made.sort((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0));
  const projects = [
    ...declaredProjects.values(),
    ...made.map((project) => ({ ...project, declared: false })),
  ];
  const first = findProject(team, defaultProject);
  const isListed = first === undefined || projects.some(({ id }) => id === defaultProject);
  return isListed ? projects : [first, ...projects];
}

export function findProject(team: Team, id: string): Project | undefined {
  const declared = team.declaredProjects.get(id);
  if (declared !== undefined) return declared;
  const made = team.directory.projects.get(id);
  if (made !== undefined) return { ...made, declared: false };
  if (id !== defaultProject || team.declaredProjects.size > 0) return undefined;
  return {
    ...{ id, title: id, created_at: null, archived_at: null },
    ...{ retention_months: null, declared: false },
  };
}

/** What happens to events that a project's catalogs do not declare. */
export function policyOf(project: Pick<ProjectRecord, 'undeclared'> | undefined): UndeclaredPolicy {
  return project?.undeclared ?? 'accept';
}

/** An account's role in a project; undefined if it may not see it. */
export function roleIn(account: Account, project: string): Role | undefined {
  if (account.administrator) return 'administrator';
  return Object.hasOwn(account.roles, project) ? account.roles[project] : undefined;
}

/** Throws `project_id_invalid`, `project_id_taken`, `name_invalid`, `name_taken` or `limit_reached`. */
export async function createProject(
  team: Team,
  actor: Actor,
  { id, title = id }: { id: string; title?: string | undefined },
): Promise<Project> {
  if (!projectIdPattern.test(id)) throw new SondeError('project_id_invalid');
  if (findProject(team, id) !== undefined) throw new SondeError('project_id_taken', { detail: id });
  if (listProjects(team).length >= projectsMax) {
    throw new SondeError('limit_reached', { detail: `${projectsMax} projects` });
  }
  const now = team.now();
  const project = {
    ...{ id, title: checkTitle(team, id, title), created_at: now },
    ...{ archived_at: null, retention_months: null },
  };
  const act = { action: 'project.create', subject: id, project: id };
  await team.directory.commit(
    [{ kind: 'project', body: project }],
    [createEntry(now, actor, { ...act, detail: { title: project.title } })],
  );
  return { ...project, declared: false };
}

export interface ProjectChanges {
  title?: string | undefined;
  archived?: boolean | undefined;
  retention_months?: number | null | undefined;
  undeclared?: UndeclaredPolicy | undefined;
}

/** Throws `project_not_found`, `declared_in_configuration`, `name_invalid` or `name_taken`. */
export async function changeProject(
  team: Team,
  actor: Actor,
  id: string,
  changes: ProjectChanges,
): Promise<Project> {
  const project = findProject(team, id);
  if (project === undefined) throw new SondeError('project_not_found', { detail: id });
  if (project.declared) throw new SondeError('declared_in_configuration', { detail: id });
  const { declared: _, ...record } = project;
  const now = team.now();
  const { archived, retention_months = record.retention_months } = changes;
  const before = policyOf(record);
  const { undeclared = before } = changes;
  const title = changes.title === undefined ? record.title : checkTitle(team, id, changes.title);
  const archived_at =
    archived === undefined ? record.archived_at : archived ? (record.archived_at ?? now) : null;
  const acts = [
    title !== record.title && { action: 'project.rename', detail: { title } },
    (archived_at === null) !== (record.archived_at === null) && {
      action: archived_at === null ? 'project.restore' : 'project.archive',
    },
    retention_months !== record.retention_months && {
      action: 'project.retention',
      detail: { months: retention_months, before: record.retention_months },
    },
    undeclared !== before && {
      action: 'project.undeclared',
      detail: { policy: undeclared, before },
    },
  ].filter((act) => act !== false);
  if (acts.length === 0) return project;
  const body = { ...record, title, archived_at, retention_months, undeclared };
  await team.directory.commit(
    [{ kind: 'project', body }],
    acts.map((act) => createEntry(now, actor, { ...act, subject: id, project: id })),
  );
  return { ...body, declared: false };
}

/** In a menu, two projects with the same title would be indistinguishable. */
function checkTitle(team: Team, id: string, text: string): string {
  const title = checkName(text);
  const other = listProjects(team).find((project) => project.title === title);
  if (other === undefined || other.id === id) return title;
  throw new SondeError('name_taken', { detail: title });
}
