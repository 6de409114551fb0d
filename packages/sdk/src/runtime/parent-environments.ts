import { readFileSync } from './node-modules.js';
import { readKernelStatus } from './process-identity.js';
import type { Environment } from './variables.js';

/** More levels than any process tree has. */
const maxLevels = 64;

/**
 * Variables with these names in the environments of the parent processes, nearest first. Only Linux shows the
 * environments; undefined for a process that may not be read. Empty on other systems. Excludes
 * the first process.
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
