import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

export interface UnansweredOptions {
  /** Maximum number of concurrent requests on one connection. */
  most: number;
  /** How long a client may read nothing of a response, in milliseconds. */
  drainTimeoutMs: number;
}

type Unanswered = Map<ServerResponse, IncomingMessage>;

const connections = new WeakMap<Socket, Unanswered>();

/** The unanswered requests of a connection, by their responses. */
export function unansweredOf(socket: Socket): ReadonlyMap<ServerResponse, IncomingMessage> {
  return connections.get(socket) ?? new Map();
}

/**
 * Limits the memory that one connection can use. A client may send requests without waiting for
 * responses: the connection is closed if it sends more than `most`, or does not read its responses.
 */
export function limitUnanswered(server: Server, options: UnansweredOptions): void {
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const unanswered = connections.get(socket) ?? follow(socket);
    if (unanswered.size >= options.most) {
      socket.destroy();
      return;
    }
    unanswered.set(response, request);
    response.once('close', () => unanswered.delete(response));
    response.setTimeout(options.drainTimeoutMs, () => {
      // Otherwise the client is waiting for the server.
      if (socket.writableLength > 0) socket.destroy();
    });
  });
}

function follow(socket: Socket): Unanswered {
  const unanswered: Unanswered = new Map();
  connections.set(socket, unanswered);
  socket.once('close', () => {
    for (const response of unanswered.keys()) abandon(response);
  });
  return unanswered;
}

/**
 * Ends a response that will never be sent: Node ends only the current response of a connection, and
 * the source of another would wait for ever, with open files.
 */
function abandon(response: ServerResponse): void {
  if (response.socket !== null) return;
  const closed = new Socket();
  closed.destroy();
  response.assignSocket(closed);
}
