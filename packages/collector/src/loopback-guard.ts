import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';

/** Whether a host name, without a port, is a name of this machine. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    name === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}

export interface LoopbackGuardOptions {
  /** True on a collector without accounts. */
  isOpen: () => boolean;
  /** Whether events currently need a write key. */
  requiresWriteKey: () => boolean;
}

/**
 * Without accounts, refuses every request that does not come from this machine. Exceptions are
 * `/healthz`, which reveals nothing, and routes that require a key.
 *
 * A page of another site can make its own name resolve to 127.0.0.1 and then read responses like
 * its own (DNS rebinding); but its requests cannot have a host name of this machine. A proxy on
 * this machine forwards requests of others, some with a local host name.
 *
 * Throws `host_not_allowed` or `proxy_not_allowed`.
 */
export function guardLoopback(app: FastifyInstance, options: LoopbackGuardOptions): void {
  app.addHook('onRequest', async (request) => {
    if (request.isOperator || !options.isOpen()) return;
    const { url, config } = request.routeOptions;
    if (url === '/healthz') return;
    const takesEvents = config.access === 'ingest' || config.access === 'client';
    if (takesEvents && options.requiresWriteKey()) return;
    const trace = findProxy(request.raw);
    if (trace !== undefined) throw new SondeError('proxy_not_allowed', { detail: trace });
    if (url === '/readyz' || url === '/health/leader') return;
    if (!isLoopbackHost(hostName(request.headers.host ?? ''))) {
      throw new SondeError('host_not_allowed', { detail: 'not a name of this machine' });
    }
  });
}

const proxyHeaders = new Set(['forwarded', 'via', 'x-real-ip', 'x-varnish']);

/**
 * Evidence that a proxy sent a request; undefined if there is none. Some proxies leave no evidence;
 * then only the host name counts.
 */
function findProxy({ headers, httpVersion }: IncomingMessage): string | undefined {
  for (const name of Object.keys(headers)) {
    if (proxyHeaders.has(name) || name.startsWith('x-forwarded-')) return `it has ${name}`;
  }
  // nginx uses it for upstream servers by default; current clients do not.
  return httpVersion === '1.0' ? 'it is HTTP/1.0' : undefined;
}

function hostName(header: string): string {
  return header.replace(/:\d+$/, '');
}
