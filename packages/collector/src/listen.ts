import { once } from 'node:events';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';
import { isLoopbackHost } from './loopback-guard.js';

/**
 * How many connections may wait to be accepted, as long as the kernel's `net.core.somaxconn` allows
 * it. The default of Node.js is 511, and would replace the value of an inherited socket.
 */
const backlog = 4_096;

/**
 * Listens, and returns the host and port it listens on.
 *
 * Throws `port_in_use`, `port_not_permitted` or `host_not_available`.
 */
export async function listen(
  app: FastifyInstance,
  { host, port }: { host: string; port: number },
): Promise<string> {
  try {
    await app.listen({ host, port, backlog });
  } catch (error) {
    await app.close();
    throw toListenError(error, host, port);
  }
  const address = app.server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return describeAddress(host, actual);
}

/**
 * Listens on an inherited socket. `--host` decides whether other machines may connect, so the
 * socket must not reach further.
 *
 * Throws `setting_invalid`.
 */
export async function listenOnSocket(
  app: FastifyInstance,
  fd: number,
  host: string,
): Promise<string> {
  const refuse = (reason: string) =>
    new SondeError('setting_invalid', { detail: `the inherited socket ${reason}` });
  try {
    await app.ready();
    // Not by the framework: Node.js takes the backlog of such a socket from this argument only.
    app.server.listen({ fd }, backlog);
    // Before the first connection is accepted.
    await once(app.server, 'listening');
    const address = app.server.address();
    if (typeof address !== 'object' || address === null) throw refuse('is not a TCP socket');
    if (isLoopbackHost(host) && !isLoopbackHost(address.address)) {
      throw refuse(`listens on ${address.address}; set --host to the same`);
    }
    return describeAddress(address.address, address.port);
  } catch (error) {
    await app.close();
    throw error instanceof SondeError
      ? error
      : refuse(`cannot be used: ${error instanceof Error ? error.message : error}`);
  }
}

function describeAddress(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function toListenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const detail = `${host}:${port}`;
  if (code === 'EADDRINUSE') return new SondeError('port_in_use', { detail, cause: error });
  if (code === 'EACCES') return new SondeError('port_not_permitted', { detail, cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new SondeError('host_not_available', { detail: host, cause: error });
  }
  return error;
}
