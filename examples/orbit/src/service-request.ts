import { CancelledError } from './cli-error.js';
import { CloudTimeoutError, CloudUnreachableError, type Refusal } from './cloud-errors.js';

/** What every request to the service needs. */
export interface ServiceOptions {
  /** Base URL of the service. */
  url: string;
  /** For one request. */
  timeoutMs: number;
  /** Cancels what is under way. */
  signal: AbortSignal;
  /** Sent as `user-agent`, for example `orbit/1.4.0`. */
  userAgent: string;
}

export interface ServiceAnswer {
  status: number;
  headers: Headers;
  /** The whole body. */
  text: string;
}

/**
 * Sends one request and reads the whole answer, whatever its status.
 *
 * @throws CancelledError, CloudTimeoutError or CloudUnreachableError when there is no answer.
 */
export async function requestService(
  options: ServiceOptions,
  url: string | URL,
  init: RequestInit,
): Promise<ServiceAnswer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const headers = new Headers(init.headers);
  headers.set('user-agent', options.userAgent);
  try {
    const answer = await fetch(url, {
      ...init,
      headers,
      // Tokens go to the service the user named and nowhere else.
      redirect: 'error',
      signal: AbortSignal.any([options.signal, timeout]),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch (error) {
    if (options.signal.aborted) throw new CancelledError();
    if (timeout.aborted) {
      throw new CloudTimeoutError(`The service did not answer in ${options.timeoutMs / 1000} s.`, {
        hint: 'Check the connection and try again.',
        cause: error,
      });
    }
    throw new CloudUnreachableError(`The service at ${options.url} cannot be reached.`, {
      hint: 'Check the connection, and ORBIT_CLOUD_URL if you set it.',
      cause: error,
    });
  }
}

/** A refusal is taken as it is: whatever stands between may answer with something else than JSON. */
export function readRefusal({ status, text, headers }: ServiceAnswer): Refusal {
  let problem: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) problem = value as Record<string, unknown>;
  } catch {
    // Then the status is all there is.
  }
  const string = (key: string) => (typeof problem[key] === 'string' ? problem[key] : undefined);
  const alternatives = Array.isArray(problem.alternatives) ? problem.alternatives : [];
  const retryAfter = headers.get('retry-after') ?? '';
  return {
    status,
    code: string('code'),
    detail: string('detail') ?? string('title'),
    retryAfterSeconds: /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
    alternatives: alternatives.filter((region): region is string => typeof region === 'string'),
    billingUrl: string('billing_url'),
  };
}
