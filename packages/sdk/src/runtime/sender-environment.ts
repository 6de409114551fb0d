import type { Environment } from './variables.js';

/**
 * Set for a sender, so that it does not start another one. Its value is `1`, or the sender's
 * arguments as JSON if the tool's executable is started to become the sender.
 */
export const senderGuard = 'SONDE_SENDER';
/** Set for a sender that may write to stderr. */
export const senderDebug = 'SONDE_SENDER_DEBUG';

/** Variables with which the endpoint is reached. */
export const proxyVariables =
  'http_proxy HTTP_PROXY https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY';
/** Variables that choose certificate authorities. */
export const authorityVariables =
  'NODE_EXTRA_CA_CERTS NODE_USE_SYSTEM_CA SSL_CERT_FILE SSL_CERT_DIR DENO_CERT DENO_TLS_CA_STORE';

/** The arguments of a sender that this process was started to become; otherwise undefined. */
export function readSenderArguments(environment: Environment): string[] | undefined {
  const value = environment[senderGuard];
  if (!value?.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) && parsed.every((text) => typeof text === 'string')
      ? parsed
      : undefined;
  } catch {
    return undefined;
  }
}
