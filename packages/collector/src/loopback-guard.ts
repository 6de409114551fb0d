import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';

/** Whether a host name, without a port, means this machine. */
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
  /** True while no one has to sign in. */
  isOpen: () => boolean;
  /** Whether events need a write key now. */
  requiresWriteKey: () => boolean;
}

/**
 * Where nobody signs in, refuses every request that does not come from this machine itself. Only
 * `/healthz`, which gives nothing away, and routes that ask for a key are for others.
 *
 * A page of another site can make its own name resolve to 127.0.0.1 and then read answers as if they
 * were its own (DNS rebinding); what it cannot do is send our name. A proxy on this machine speaks
 * for the whole world, and some name this machine as the host.
 *
 * Throws `host_not_allowed` or `proxy_not_allowed`.
 */
export function guardLoopback(app: FastifyInstance, options: LoopbackGuardOptions): void {
  app.addHook('onRequest', async (request) => {
    if (request.isOperator || !options.isOpen()) return;
    const { url, config } = request.routeOptions;
    if (url === '/healthz') return;
    if (config.access === 'ingest' && options.requiresWriteKey()) return;
    const trace = findProxy(request.raw);
    if (trace !== undefined) throw new SondeError('proxy_not_allowed', { detail: trace });
    if (url === '/readyz') return;
    if (!isLoopbackHost(hostName(request.headers.host ?? ''))) {
      throw new SondeError('host_not_allowed', { detail: 'not a name of this machine' });
    }
  });
}

const proxyHeaders = new Set(['forwarded', 'via', 'x-real-ip', 'x-varnish']);

/**
 * How a request shows that a proxy sent it; undefined when it does not. Some proxies leave no trace;
 * for those there is only the name of the host.
 */
function findProxy({ headers, httpVersion }: IncomingMessage): string | undefined {
  for (const name of Object.keys(headers)) {
    if (proxyHeaders.has(name) || name.startsWith('x-forwarded-')) return `it has ${name}`;
  }
  // What nginx speaks to a server by default, and no client of today.
  return httpVersion === '1.0' ? 'it is HTTP/1.0' : undefined;
}

function hostName(header: string): string {
  return header.replace(/:\d+$/, '');
}
