import type { Environment } from '../runtime/variables.js';

/**
 * Passes the ids of parent invocations to child processes: one id for each collector, after the collector's
 * tag. So no collector learns an id that was sent to another.
 */
const variable = 'SONDE_INVOCATION';

const entry = /\w{14}:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** The parent invocations, for all collectors. */
export const readParents = (environment: Environment): string[] =>
  environment[variable]?.match(entry) ?? [];

/** The parent invocation; undefined if no tool with this library and collector started this process. */
export const findParent = (parents: readonly string[], tag: string): string | undefined =>
  parents.find((own) => own.startsWith(tag))?.slice(-36);

/** Passes this invocation's id to the processes that it starts. */
export function announceInvocation(id: string, tag: string): void {
  try {
    const { env } = process;
    const others = readParents(env).filter((other) => !other.startsWith(tag));
    env[variable] = [`${tag}:${id}`, ...others].join(' ');
  } catch {
    // The tool has frozen `process.env`.
  }
}
