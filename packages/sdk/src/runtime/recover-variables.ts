import { agentVariables } from './detect-agent.js';
import { vendorVariables } from './detect-ci.js';
import { authorityVariables, proxyVariables } from './sender-environment.js';
import type { Environment } from './variables.js';

/**
 * The names of missing variables of CI, agents and the network, in lists. The variables of one list come from
 * the same process: of two agents or proxies, only the nearer one counts. A runner may keep some of CI's.
 */
export const findMissing = (environment: Environment): string[][] =>
  [
    ...[...vendorVariables(), ...authorityVariables.split(' ')].map((name) => [name]),
    agentVariables(),
    proxyVariables.split(' '),
  ].filter((names) => names.every((name) => environment[name] === undefined));

/**
 * Adds to a process's variables those of each list, from the nearest parent process that has any of them.
 *
 * @param parents Variables of the parent processes, the nearest first.
 */
export function recoverVariables(
  environment: Environment,
  missing: readonly string[][],
  parents: readonly (Environment | undefined)[],
): Environment {
  // Not a copy: the tool may still change its own variables.
  const recovered: Record<string, string | undefined> = Object.create(environment);
  for (const names of missing) {
    const parent = parents.find((above) => names.some((name) => above?.[name] !== undefined));
    for (const name of names) if (parent?.[name] !== undefined) recovered[name] = parent[name];
  }
  return recovered;
}
