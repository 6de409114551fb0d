import type { Environment } from '../runtime/variables.js';

/**
 * Holds the ids of the runs that start other tools, for them: one for each collector, after its tag.
 * No collector learns an id that another one knows.
 */
const variable = 'SONDE_INVOCATION';

const entry = /\w{14}:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

const read = (environment: Environment): string[] => environment[variable]?.match(entry) ?? [];

/** The run that started this process; undefined if no tool with this library and collector did. */
export function readParent(environment: Environment, tag: string): string | undefined {
  return read(environment)
    .find((own) => own.startsWith(tag))
    ?.slice(-36);
}

/** Names this run to the processes that it starts. */
export function announceInvocation(id: string, tag: string): void {
  try {
    const { env } = process;
    const others = read(env).filter((other) => !other.startsWith(tag));
    env[variable] = [`${tag}:${id}`, ...others].join(' ');
  } catch {
    // The tool has frozen its environment.
  }
}
