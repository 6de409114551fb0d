import { readFileSync } from './node-modules.js';
import { readKernelStatus } from './process-identity.js';
import type { Environment } from './variables.js';

/** More than any tree of processes has levels. */
const maxLevels = 64;

/**
 * Variables of the processes above this one, the parent's first, with those names only. Linux tells what
 * each was started with; undefined for a process that may not be asked. None on other systems, and none of
 * the first process, which belongs to nobody.
 */
export function readParentEnvironments(names: readonly string[]): (Environment | undefined)[] {
  const found: (Environment | undefined)[] = [];
  let pid = process.ppid;
  while (process.platform === 'linux' && pid > 1 && found.length < maxLevels) {
    found.push(readVariables(pid, names));
    pid = readKernelStatus(pid)?.parent ?? 0;
  }
  return found;
}

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
