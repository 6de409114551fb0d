import type { Store } from '@sonde/store';
import type { Configuration } from '../config-file.js';
import { Directory } from './directory.js';
import { toDeclaredKey } from './keys.js';
import { toDeclaredProject } from './projects.js';
import type { Team } from './team.js';
import { Uses } from './uses.js';

/** What the configuration file declares; it overrides records made at run time. */
export type Declared = Pick<Configuration, 'projects' | 'keys'>;

export interface TeamOptions {
  store: Pick<Store, 'team'>;
  declared?: Declared | undefined;
  requireAccounts?: boolean | undefined;
  /** Default the machine's clock. */
  now?: (() => number) | undefined;
  /** How often to read records of other collectors, in milliseconds. Default 2,000. */
  refreshMs?: number | undefined;
  warn?: ((message: string, details: Record<string, unknown>) => void) | undefined;
}

/** Reads the team's records. */
export async function openTeam(options: TeamOptions): Promise<Team> {
  const { store, now = Date.now, refreshMs, warn, declared } = options;
  const directory = await Directory.open({ store, now, refreshMs, warn });
  const uses = new Uses({ directory, now, warn });
  const projects = declared?.projects.map(toDeclaredProject) ?? [];
  const keys = declared?.keys.map(toDeclaredKey) ?? [];
  return {
    directory,
    uses,
    declaredProjects: new Map(projects.map((project) => [project.id, project])),
    declaredKeys: new Map(keys.map((key) => [key.hash, key])),
    requireAccounts: options.requireAccounts ?? false,
    now,
    async close() {
      try {
        await uses.close();
      } catch (error) {
        warn?.('When keys were last used could not be written', { err: error });
      }
      await directory.close();
    },
  };
}
