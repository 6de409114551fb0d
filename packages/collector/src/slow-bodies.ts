import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export interface SlowBodyOptions {
  /** Within each of these times, in milliseconds, … */
  windowMs: number;
  /** … so many bytes of an unfinished body must arrive. */
  bytesMin: number;
  /** Called once for a body that did not keep up. */
  cut: (socket: Socket) => void;
}

interface Arriving {
  request: IncomingMessage;
  /** Start of the window, and what the connection had brought by then. */
  since: number;
  bytes: number;
}

/** Watches the bodies that a server receives and cuts those that arrive too slowly. */
export function cutSlowBodies(server: Server, options: SlowBodyOptions): void {
  const arriving = new Set<Arriving>();

  const look = () => {
    const now = performance.now();
    for (const body of arriving) {
      const { request, since, bytes } = body;
      if (request.complete || request.socket.destroyed) arriving.delete(body);
      else if (now - since >= options.windowMs) {
        body.since = now;
        body.bytes = request.socket.bytesRead;
        // While nobody reads the body, it is not its client that is slow.
        if (!request.readableFlowing || body.bytes - bytes >= options.bytesMin) continue;
        arriving.delete(body);
        options.cut(request.socket);
      }
    }
  };
  // After the sockets have been read: while the process was busy, bodies may have arrived unseen.
  const timer = setInterval(() => setImmediate(look), options.windowMs / 5);
  timer.unref();
  server.on('close', () => clearInterval(timer));
  server.prependListener('request', (request) => {
    if (!hasBody(request)) return;
    arriving.add({ request, since: performance.now(), bytes: request.socket.bytesRead });
  });
}

/** Whether a body follows the head of a request. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
