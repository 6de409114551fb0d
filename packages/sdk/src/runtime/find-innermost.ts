import { readFileSync } from './node-modules.js';
import { readKernelStatus } from './process-identity.js';
import type { Environment } from './variables.js';

/** An agent and its variables in this process. */
export interface Trace {
  agent: string;
  variables: readonly string[];
}

/**
 * Finds the innermost of several agents, which started this process. An agent sets its variables for its commands,
 * and inherits those of the agent that runs it: the innermost one is the first whose variables are missing
 * in an ancestor. An ancestor in a task of turbo that has none of them is skipped: turbo removed them.
 * Undefined if the system does not show the variables of ancestors.
 */
export function findInnermost(
  traces: readonly Trace[],
  environment: Environment,
): string | undefined {
  let pid = process.ppid;
  for (let above = 0; above < 64 && pid > 0; above += 1) {
    let variables: string;
    try {
      variables = `\0${readFileSync(`/proc/${pid}/environ`, 'utf8')}`;
    } catch {
      return undefined;
    }
    const isMissing = (name: string) => !variables.includes(`\0${name}=${environment[name]}\0`);
    const missing = traces.filter((trace) => trace.variables.some(isMissing));
    const isTask = variables.includes('\0TURBO_HASH=') && missing.length === traces.length;
    if (missing[0] !== undefined && !isTask) return missing[0].agent;
    pid = readKernelStatus(pid)?.parent ?? 0;
  }
  return undefined;
}
