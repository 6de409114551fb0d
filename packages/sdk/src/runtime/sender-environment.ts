import type { Environment } from './variables.js';

/**
 * Set for a sender, so that it does not start another one. Its value is `1`, or the sender's
 * arguments as JSON if the tool's executable is started to become the sender.
 */
export const senderGuard = 'SONDE_SENDER';
/** Set for a sender that may write to stderr. */
export const senderDebug = 'SONDE_SENDER_DEBUG';

/** The arguments of a sender that this process was started to become; otherwise undefined. */
export function readSenderArguments(environment: Environment): string[] | undefined {
  const given = environment[senderGuard];
  if (!given?.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(given);
    return Array.isArray(parsed) && parsed.every((text) => typeof text === 'string')
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
}
