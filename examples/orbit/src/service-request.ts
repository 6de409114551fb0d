import { CancelledError } from './cli-error.js';
import {
  CloudTimeoutError,
  CloudUnreachableError,
  MalformedAnswerError,
  type Refusal,
} from './cloud-errors.js';

/** Options of every request to the service. */
export interface ServiceOptions {
  /** Base URL of the service. */
  url: string;
  /** Time limit of one request. */
  timeoutMs: number;
  /** Cancels the request. */
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
 * Sends one request and reads the whole response, whatever its status.
 *
 * @throws CancelledError, CloudTimeoutError or CloudUnreachableError without a response;
 *   MalformedAnswerError for a redirect or an endless response.
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
      // Tokens are only sent to the service that the user named.
      redirect: 'manual',
      signal: AbortSignal.any([options.signal, timeout]),
    });
    const { status } = answer;
    // Usually a proxy that requires a sign-in, or another URL of the service.
    if (status >= 300 && status < 400) throw new MalformedAnswerError(status);
    return { status, headers: answer.headers, text: await readText(answer) };
  } catch (error) {
    if (error instanceof MalformedAnswerError) throw error;
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

/** Longer than any response of the service; a proxy could send more than fits in memory. */
const longestAnswer = 8_000_000;

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) throw new MalformedAnswerError(answer.status);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** Error responses may not be JSON: a proxy may have sent them. */
export function readRefusal({ status, text, headers }: ServiceAnswer): Refusal {
  let problem: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) problem = value as Record<string, unknown>;
  } catch {
    // Then only the status is known.
  }
  const string = (key: string) => (typeof problem[key] === 'string' ? problem[key] : undefined);
  const alternatives = Array.isArray(problem.alternatives) ? problem.alternatives : [];
  const retryAfter = headers.get('retry-after') ?? '';
  return {
    status,
    code: string('code'),
    detail: printable(string('detail') ?? string('title')),
    retryAfterSeconds: /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
    alternatives: alternatives.filter((region): region is string => typeof region === 'string'),
    billingUrl: string('billing_url'),
  };
}

/** The text is printed to terminals, which would execute control characters. */
function printable(text: string | undefined): string | undefined {
  return text?.replace(/\p{Cc}+/gu, ' ').slice(0, 500);
}
