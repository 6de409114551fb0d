import type { Store } from '@sonde/store';
import type { Configuration } from '../config-file.js';
import { Directory } from './directory.js';

/** What the configuration file declares; it wins over what was made at run time. */
export type Declared = Pick<Configuration, 'projects' | 'keys'>;

/** Who may do what: records made at run time, and what the configuration file declares. */
export interface Team {
  readonly directory: Directory;
  readonly declared: Declared;
  /** Whether people sign in and programs send keys, even while there is no account. */
  readonly requireAccounts: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface TeamOptions {
  store: Pick<Store, 'team'>;
  declared?: Declared | undefined;
  requireAccounts?: boolean | undefined;
  /** Default the machine's clock. */
  now?: (() => number) | undefined;
  /** How often records that other collectors wrote are read, in milliseconds. Default 2,000. */
  refreshMs?: number | undefined;
  warn?: ((message: string, details: Record<string, unknown>) => void) | undefined;
}

/** Reads the team's records. Close `directory` before the store. */
export async function openTeam(options: TeamOptions): Promise<Team> {
  const { store, now = Date.now, refreshMs, warn } = options;
  return {
    directory: await Directory.open({
      store,
      now,
      ...(refreshMs === undefined ? {} : { refreshMs }),
      ...(warn === undefined ? {} : { warn }),
    }),
    declared: options.declared ?? { projects: [], keys: [] },
    requireAccounts: options.requireAccounts ?? false,
    now,
  };
}

/**
 * Whether nobody signs in: anyone on this machine may read everything, and administer projects and
 * keys.
 */
export function isOpen({ directory, requireAccounts }: Team): boolean {
  return !requireAccounts && directory.accounts.size === 0;
}

/** Whether events need a write key. */
export function requiresWriteKey(team: Team): boolean {
  return !isOpen(team) || team.declared.projects.length > 0;
}
