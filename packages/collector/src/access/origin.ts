import { SondeError } from '@sonde/protocol';
import type { FastifyRequest } from 'fastify';
import { isLoopbackHost } from '../loopback-guard.js';

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request only reads. */
export function isSafe({ method }: FastifyRequest): boolean {
  return safeMethods.has(method);
}

/**
 * Refuses a changing request that a browser sends for a page of another site: it would carry the
 * cookie of the person viewing that page.
 *
 * @param options.publicUrl The origin that people use; absent: the one that the request names.
 * @param options.needsProof Whether the request must name its origin, as every browser does.
 *
 * Throws `origin_not_allowed`.
 */
export function checkOrigin(
  request: FastifyRequest,
  { publicUrl, needsProof }: { publicUrl: string | undefined; needsProof: boolean },
): void {
  if (isSafe(request)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) {
    if (isOwnOrigin(origin, request, publicUrl)) return;
  } else if (site === 'same-origin' || (site === undefined && !needsProof)) return;
  throw new SondeError('origin_not_allowed');
}

function isOwnOrigin(
  origin: string,
  { host }: FastifyRequest,
  publicUrl: string | undefined,
): boolean {
  if (publicUrl !== undefined) return origin === publicUrl;
  return origin === `http://${host}` || origin === `https://${host}`;
}

/**
 * Refuses requests that a browser sends for a page of neither this machine nor this collector.
 * Without keys, such a page could do harm even though it cannot read the response.
 *
 * Throws `origin_not_allowed`.
 */
export function refuseForeignOrigin(
  { headers: { origin } }: FastifyRequest,
  publicUrl: string | undefined,
): void {
  if (origin === undefined || origin === publicUrl) return;
  // `null`, which sandboxed pages send, is not a URL.
  const host = URL.canParse(origin) ? new URL(origin).hostname : '';
  if (!isLoopbackHost(host)) throw new SondeError('origin_not_allowed');
}
