/**
 * Whose protocol an endpoint speaks: a collector's, or that of a vendor. Our collector speaks all of
 * them.
 */
export type DestinationType = 'sonde' | 'segment' | 'posthog' | 'amplitude';

/**
 * Where events go instead of to a collector.
 *
 * @example
 * ```ts
 * import type { Destination } from 'sonde';
 *
 * const destination: Destination = { type: 'posthog', key: 'phc_…', endpoint: 'https://eu.i.posthog.com' };
 * ```
 */
export interface Destination {
  type: DestinationType;
  /** Base URL, or the full URL events are posted to. Default the vendor's own, in the United States. */
  endpoint?: string;
  /** The vendor's key for writing: Segment's write key, PostHog's project key, Amplitude's API key. */
  key: string;
}

/** Path that events are posted to, and where it is unless an endpoint is given. */
const places: Record<DestinationType, readonly [path: string, host: string]> = {
  sonde: ['/ingest', ''],
  segment: ['/v1/batch', 'https://api.segment.io'],
  posthog: ['/batch/', 'https://us.i.posthog.com'],
  amplitude: ['/2/httpapi', 'https://api2.amplitude.com'],
};

/**
 * Address that events are posted to: the endpoint itself when it ends in the path of its protocol, as
 * in `/ingest`, else that path below it. Undefined when it is no HTTP address.
 */
export function destinationUrl(type: DestinationType, endpoint: string): string | undefined {
  const [path, host] = Object.hasOwn(places, type) ? places[type] : [];
  if (path === undefined) return undefined;
  let url: URL;
  try {
    url = new URL(endpoint || host || '');
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const given = url.pathname.replace(/\/$/, '');
  const wanted = path.replace(/\/$/, '');
  url.pathname = given.endsWith(wanted) ? given + path.slice(wanted.length) : given + path;
  url.hash = '';
  return url.href;
}

/** Whether two endpoints are on the same scheme, host and port. */
export function haveSameOrigin(type: DestinationType, one: string, other: string): boolean {
  const [first, second] = [one, other].map((endpoint) => destinationUrl(type, endpoint));
  if (first === undefined || second === undefined) return false;
  return new URL(first).origin === new URL(second).origin;
}
