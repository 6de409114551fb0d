import type { SessionProject } from '../api/team.js';

/** The project for a URL without one: the last used, else the first that accepts events. */
export function chooseProject(
  projects: readonly SessionProject[],
  last: string | null,
): SessionProject | undefined {
  return (
    projects.find(({ id, archived }) => id === last && !archived) ??
    projects.find(({ archived }) => !archived) ??
    projects[0]
  );
}

const storageName = 'sonde-project';

/** The project that was last viewed in this browser. */
export function readLastProject(): string | null {
  try {
    return globalThis.localStorage.getItem(storageName);
  } catch {
    // Storage can be blocked; then the first project is shown.
    return null;
  }
}

export function keepLastProject(project: string): void {
  try {
    globalThis.localStorage.setItem(storageName, project);
  } catch {
    // This affects only the next visit without a project in the URL.
  }
}
