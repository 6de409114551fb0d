import type { Directory } from './directory.js';
import type { Key, Project } from './records.js';
import type { Uses } from './uses.js';

/** Who may do what: records made at run time, and what the configuration file declares. */
export interface Team {
  readonly directory: Directory;
  readonly uses: Uses;
  /** By id, in the order of the file. */
  readonly declaredProjects: ReadonlyMap<string, Project>;
  /** By hash. */
  readonly declaredKeys: ReadonlyMap<string, Key>;
  /** Whether people sign in and programs send keys, even while there is no account. */
  readonly requireAccounts: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Writes what waits. Before the store is closed. */
  close(): Promise<void>;
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
  return !isOpen(team) || team.declaredProjects.size > 0;
}
