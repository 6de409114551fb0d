import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PostResponse } from '@sonde/destinations';

const compress = promisify(gzip);

const responseBytesMax = 250_000;

export interface OutgoingRequest {
  method?: 'POST' | 'GET';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** Whether the body is sent with gzip. Default false. */
  compresses?: boolean;
  /** For the whole request, including its response. */
  timeoutMs: number;
  /** Aborting it ends the request. */
  signal: AbortSignal;
}

interface OutgoingResponse extends PostResponse {
  /** Whether the body is text or JSON, by its header or by its bytes. */
  isText: boolean;
}

/**
 * Sends one request and follows no redirect. Rejects if there is no response in time; the message
 * has no address, since that may contain a secret.
 */
export async function sendRequest(request: OutgoingRequest): Promise<OutgoingResponse> {
  const { method = 'POST', url, headers, body, compresses = false, timeoutMs, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers, ...(compresses && { 'content-encoding': 'gzip' }) },
      ...(body !== undefined && { body: compresses ? await compress(body) : body }),
      redirect: 'manual',
      signal: AbortSignal.any([timeout, signal]),
    });
    const text = await readStart(response);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      text,
      isText: isText(response.headers.get('content-type'), text),
    };
  } catch (error) {
    if (timeout.aborted) throw new Error(`no response within ${timeoutMs / 1000} s`);
    throw new Error(describeFailure(error, url));
  }
}

/** The first bytes of a body; the rest is not read. */
async function readStart({ body }: Response): Promise<string> {
  if (body === null) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < responseBytesMax) {
    const { value, done } = await reader.read();
    if (done) return Buffer.concat(chunks).toString();
    chunks.push(value);
    bytes += value.length;
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, responseBytesMax).toString();
}

/** Bytes that are no text decode to the replacement character. A response may have no type. */
function isText(type: string | null, text: string): boolean {
  return /^(text\/|application\/([^;]*\+)?json|$)/i.test(type ?? '') && !/[\0\uFFFD]/.test(text);
}

function describeFailure(error: unknown, url: string): string {
  const { cause } = Object(error) as { cause?: { code?: string; message?: string } };
  if (cause?.code !== undefined) return cause.code;
  const message = cause?.message ?? (error instanceof Error ? error.message : String(error));
  // The whole address may be in it.
  return message.includes('://') ? `the request to ${new URL(url).host} failed` : message;
}
