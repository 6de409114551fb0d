/**
 * The protocol of an endpoint: a collector's own, or a vendor's. A Sonde collector accepts all of them.
 */
export type DestinationType = 'sonde' | 'segment' | 'posthog' | 'amplitude';

/**
 * A vendor that receives the events instead of a collector.
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
  /** Base URL, or the full URL that events are posted to. Default: the vendor's, in the United States. */
  endpoint?: string;
  /** Segment's write key, PostHog's project API key, or Amplitude's API key. */
  key: string;
}

/** The path that events are posted to, and the default base URL. */
const defaults: Record<DestinationType, readonly [path: string, baseUrl: string]> = {
  sonde: ['/ingest', ''],
  segment: ['/v1/batch', 'https://api.segment.io'],
  posthog: ['/batch/', 'https://us.i.posthog.com'],
  amplitude: ['/2/httpapi', 'https://api2.amplitude.com'],
};

/**
 * The URL that events are posted to: the endpoint itself if it ends with its protocol's path, such as
 * `/ingest`; otherwise the endpoint plus that path. Undefined if it is not an HTTP address.
 */
export function destinationUrl(type: DestinationType, endpoint: string): string | undefined {
  const [path, baseUrl] = Object.hasOwn(defaults, type) ? defaults[type] : [];
  if (path === undefined) return undefined;
  let url: URL;
  try {
    url = new URL(endpoint || baseUrl || '');
  } catch {
    return undefined;
  }
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const current = url.pathname.replace(/\/$/, '');
  const wanted = path.replace(/\/$/, '');
  url.pathname = current.endsWith(wanted) ? current + path.slice(wanted.length) : current + path;
  url.hash = '';
  return url.href;
}

/** Whether two endpoints have the same scheme, host and port. */
export function haveSameOrigin(type: DestinationType, one: string, other: string): boolean {
  const [first, second] = [one, other].map((endpoint) => destinationUrl(type, endpoint));
  if (first === undefined || second === undefined) return false;
  return new URL(first).origin === new URL(second).origin;
}
