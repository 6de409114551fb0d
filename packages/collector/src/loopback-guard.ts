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

/**
 * Refuses requests that name another machine in `Host`.
 *
 * A page of another site can make its own name resolve to 127.0.0.1 and then read answers as if they
 * were its own (DNS rebinding); what it cannot do is send our name.
 *
 * @param options.applies Whether it does so now.
 * @param options.except Routes that give nothing away, under any name.
 */
export function guardHost(
  app: FastifyInstance,
  options: { applies: () => boolean; except: readonly string[] },
): void {
  const exceptions = new Set<string | undefined>(options.except);
  app.addHook('onRequest', async (request) => {
    if (exceptions.has(request.routeOptions.url) || !options.applies()) return;
    if (!isLoopbackHost(hostName(request.headers.host ?? ''))) {
      throw new SondeError('host_not_allowed', { detail: 'not a name of this machine' });
    }
  });
}

/**
 * Refuses requests that came through a proxy: it would give to others what is served to this machine
 * alone. Some proxies leave no trace; for those there is only the documentation.
 *
 * @param options.applies Whether it does so now.
 * @param options.except Routes that answer all the same.
 */
export function guardProxy(
  app: FastifyInstance,
  options: { applies: () => boolean; except: readonly string[] },
): void {
  const exceptions = new Set<string | undefined>(options.except);
  app.addHook('onRequest', async (request) => {
    if (request.isOperator || exceptions.has(request.routeOptions.url)) return;
    const trace = findProxy(request.raw);
    if (trace !== undefined && options.applies()) {
      throw new SondeError('proxy_not_allowed', { detail: trace });
    }
  });
}

const proxyHeaders = new Set(['forwarded', 'via', 'x-real-ip', 'x-varnish']);

/** How a request shows that a proxy sent it; undefined when it does not. */
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
