import { readParentEnvironments } from './parent-environments.js';
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
  const names = traces.flatMap(({ variables }) => variables);
  for (const above of readParentEnvironments(['TURBO_HASH', ...names])) {
    if (above === undefined) return undefined;
    const isMissing = (name: string) => above[name] !== environment[name];
    const missing = traces.filter(({ variables }) => variables.some(isMissing));
    const isTask = above.TURBO_HASH !== undefined && missing.length === traces.length;
    if (missing[0] !== undefined && !isTask) return missing[0].agent;
  }
  return undefined;
}
