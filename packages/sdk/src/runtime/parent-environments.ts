import { readFileSync } from './node-modules.js';
import { type KernelStatus, readKernelStatus, readOwnStatus } from './process-identity.js';
import type { Environment } from './variables.js';

/** More levels than any process tree has. */
const maxLevels = 64;

/**
 * Variables with these names in the environments of the parent processes, nearest first, down to the first
 * process. Undefined for a process that may not be read, or that has ended. Empty on systems other than
 * Linux, and if `/proc` belongs to another process namespace.
 */
export function readParentEnvironments(names: readonly string[]): (Environment | undefined)[] {
  const found: (Environment | undefined)[] = [];
  let child = readOwnStatus();
  while (child && child.parent > 0 && found.length < maxLevels) {
    const parent = readKernelStatus(child.parent);
    if (parent && !isChildOf(parent, child)) found.push(undefined);
    if (parent) found.push(readVariables(child.parent, names));
    child = parent;
  }
  return found;
}

/**
 * Whether a process was started by its parent. When the parent of a process ends, the first process or a
 * service manager becomes its parent. That one is in another session, or, in a container, another group.
 */
const isChildOf = (parent: KernelStatus, { pid, group, session }: KernelStatus): boolean =>
  session === pid ||
  (session === parent.session && (parent.pid > 1 || group === pid || group === parent.group));

function readVariables(pid: number, names: readonly string[]): Environment | undefined {
  try {
    const variables: Record<string, string> = {};
    for (const entry of readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')) {
      const end = entry.indexOf('=');
      const name = entry.slice(0, end);
      if (names.includes(name)) variables[name] = entry.slice(end + 1);
    }
    return variables;
  } catch {
    return undefined;
  }
}
