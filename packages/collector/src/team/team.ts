import type { Directory } from './directory.js';
import type { Key, Project } from './records.js';
import type { Uses } from './uses.js';

/** Access rights: records made at run time, and declarations of the configuration file. */
export interface Team {
  readonly directory: Directory;
  readonly uses: Uses;
  /** By id, in the order of the file. */
  readonly declaredProjects: ReadonlyMap<string, Project>;
  /** By hash. */
  readonly declaredKeys: ReadonlyMap<string, Key>;
  /** Whether accounts and keys are required, even before the first account exists. */
  readonly requireAccounts: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Writes pending changes. Call it before closing the store. */
  close(): Promise<void>;
}

/**
 * Whether there are no accounts: then anyone on this machine may read everything, and administer
 * projects and keys.
 */
export function isOpen({ directory, requireAccounts }: Team): boolean {
  return !requireAccounts && directory.accounts.size === 0;
}

/** Whether events need a write key. */
export function requiresWriteKey(team: Team): boolean {
  return !isOpen(team) || team.declaredProjects.size > 0;
}
