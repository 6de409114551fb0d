import type { Store } from '@sonde/store';
import { listProjects } from './projects.js';
import type { Team } from './team.js';

/**
 * Projects that have data but are not known, so that nobody sees it: those that an earlier
 * configuration file declared, and `default` once a file declares others.
 */
export function findHiddenProjects(
  store: Pick<Store, 'findOtherProjects'>,
  team: Team,
): Promise<string[]> {
  return store.findOtherProjects(listProjects(team).map(({ id }) => id));
}
