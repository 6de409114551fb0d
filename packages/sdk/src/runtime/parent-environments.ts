import { readFileSync } from './node-modules.js';
import { type KernelStatus, readKernelStatus, readOwnStatus } from './process-identity.js';
import type { Environment } from './variables.js';

/**
 * Variables with these names in the environments of the parent processes, nearest first, down to the first
 * process. Undefined for a process that may not be read, or that has ended. Empty on systems other than
 * Linux, and if `/proc` belongs to another process namespace.
 */
export function readParentEnvironments(names: readonly string[]): (Environment | undefined)[] {
  const found: (Environment | undefined)[] = [];
  let child = readOwnStatus();
  while (child?.parent) {
    const parent = readKernelStatus(child.parent);
    if (!parent) break;
    if (!isChildOf(parent, child)) found.push(undefined);
    found.push(readVariables(parent.pid, names));
    child = parent;
  }
  return found;
}

/**
 * Whether a process was started by its parent. When a parent ends, the first process or a service manager
 * takes its place, which is in another session, or, in a container, in another group. A command that a
 * shell pipes into is in another group, too, and counts as not started by it.
 */
const isChildOf = (parent: KernelStatus, { pid, group, session }: KernelStatus): boolean =>
  [pid, parent.group].includes(group) && [pid, parent.session].includes(session);

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
