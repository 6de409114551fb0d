import type { SessionProject } from '../api/team.js';

const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export interface FindProjectsOptions {
  /** Part of a title or an id. */
  search: string;
  withArchived: boolean;
  /** Id of an archived project that is shown anyway. */
  keep?: string | undefined;
}

/** The matching projects, sorted by title. */
export function findProjects<Project extends Pick<SessionProject, 'id' | 'title' | 'archived'>>(
  projects: readonly Project[],
  { search, withArchived, keep }: FindProjectsOptions,
): Project[] {
  const text = search.trim().toLowerCase();
  return projects
    .filter(({ id, archived }) => withArchived || !archived || id === keep)
    .filter(({ id, title }) => title.toLowerCase().includes(text) || id.includes(text))
    .sort((one, other) => order.compare(one.title, other.title) || order.compare(one.id, other.id));
}
