import type { Environment } from './variables.js';

/**
 * Set for a sender, so that nothing it runs starts another one. Its value is `1`, or the sender's
 * arguments as JSON where the tool itself is started again to become the sender.
 */
export const senderGuard = 'SONDE_SENDER';
/** Set for a sender that may write to stderr. */
export const senderDebug = 'SONDE_SENDER_DEBUG';

/** Arguments of the sender that this process was started to become; undefined when it was not. */
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
