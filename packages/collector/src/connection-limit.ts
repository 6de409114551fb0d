import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { hasBody } from './slow-bodies.js';

/**
 * Limits the number of open connections. A further connection replaces the one that has waited
 * longest for its client: for a request or the rest of one. So idle connections cannot keep others
 * out.
 */
export function limitConnections(server: Server, connectionsMax: number): void {
  const open = new Map<string, Socket>();
  /** Connections that wait for their client, longest first. */
  const waiting = new Set<string>();
  const wait = (name: string) => {
    waiting.delete(name);
    if (open.has(name)) waiting.add(name);
  };

  const forget = (name: string) => {
    open.delete(name);
    waiting.delete(name);
  };

  server.on('connection', (socket) => {
    const name = nameOf(socket);
    open.set(name, socket);
    wait(name);
    socket.once('close', () => forget(name));
    if (open.size <= connectionsMax) return;
    const [longest = name] = waiting;
    open.get(longest)?.destroy();
    forget(longest);
  });
  server.prependListener('request', (request, response) => {
    const name = nameOf(request.socket);
    wait(name);
    if (hasBody(request)) request.once('end', () => waiting.delete(name));
    else waiting.delete(name);
    response.once('close', () => wait(name));
  });
}

/** Over TLS, the socket of a request is a different object from that of the connection. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
