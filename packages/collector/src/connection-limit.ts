import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { hasBody } from './slow-bodies.js';

/**
 * Keeps at most so many connections open. A further one takes the place of the one that has kept the
 * server waiting longest: for a request, or for the rest of one. So connections that do nothing
 * cannot keep others out.
 */
export function limitConnections(server: Server, connectionsMax: number): void {
  const open = new Map<string, Socket>();
  /** Those that wait for their client, longest first. */
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

/** The socket of a request over TLS is another object than that of its connection. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
