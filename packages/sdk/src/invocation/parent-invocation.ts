import type { Environment } from '../runtime/variables.js';

/** Holds the id of the run that starts other tools, for them. */
const variable = 'SONDE_INVOCATION';

/** The run that started this process; undefined if no tool with this library did. */
export function readParent(environment: Environment): string | undefined {
  const id = environment[variable];
  return id !== undefined && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id) ? id : undefined;
}

/** Names this run to the processes that it starts. */
export function announceInvocation(id: string): void {
  // biome-ignore lint/style/noProcessEnv: child processes inherit it
  process.env[variable] = id;
}
