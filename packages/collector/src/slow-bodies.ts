import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

export interface SlowBodyOptions {
  /** Length of a window, in milliseconds. */
  windowMs: number;
  /** Bytes of an unfinished body that must arrive within each window. */
  bytesMin: number;
  /** Called once for a body that is too slow. */
  cut: (socket: Socket) => void;
}

interface Arriving {
  request: IncomingMessage;
  /** Start of the window, and the bytes received on the connection by then. */
  since: number;
  bytes: number;
}

/** Watches the bodies that a server receives, and cuts those that arrive too slowly. */
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
        // While the server does not read the body, the client is not to blame.
        if (!request.readableFlowing || body.bytes - bytes >= options.bytesMin) continue;
        arriving.delete(body);
        options.cut(request.socket);
      }
    }
  };
  // After reading the sockets: while the process was busy, data may have arrived.
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
