import type { Account, ProjectRecord, Role } from './records.js';
import type { Team } from './team.js';

export interface Project extends Omit<ProjectRecord, 'created_at'> {
  /** Null where nobody made it: `default`, and those of the configuration file. */
  created_at: number | null;
  /** Declared in the configuration file, and so read-only. */
  declared: boolean;
}

export const projectIdPattern = '^[a-z0-9][a-z0-9_-]{0,62}$';

/** There from the start, unless the configuration file declares projects. */
const defaultProject = 'default';

/** All projects: declared ones in the order of the file, then the others in that of their making. */
export function listProjects(team: Team): Project[] {
  const made = [...team.directory.projects.values()].sort((a, b) => a.created_at - b.created_at);
  const ids = new Set(team.declared.projects.map(({ id }) => id));
  if (ids.size === 0) ids.add(defaultProject);
  for (const { id } of made) ids.add(id);
  return [...ids].flatMap((id) => findProject(team, id) ?? []);
}

export function findProject({ directory, declared }: Team, id: string): Project | undefined {
  const unmade = { id, created_at: null, archived_at: null };
  const declaredProject = declared.projects.find((project) => project.id === id);
  if (declaredProject !== undefined) {
    const { title, retentionMonths } = declaredProject;
    return { ...unmade, title, retention_months: retentionMonths, declared: true };
  }
  const record = directory.projects.get(id);
  if (record !== undefined) return { ...record, declared: false };
  const isThere = id === defaultProject && declared.projects.length === 0;
  return isThere ? { ...unmade, title: id, retention_months: null, declared: false } : undefined;
}

/** What an account may do in a project; undefined when it may not see it. */
export function roleIn(account: Account, project: string): Role | undefined {
  if (account.administrator) return 'administrator';
  return Object.hasOwn(account.roles, project) ? account.roles[project] : undefined;
}
