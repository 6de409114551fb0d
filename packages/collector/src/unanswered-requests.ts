import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

export interface UnansweredOptions {
  /** Requests of one connection that may be under way at a time. */
  most: number;
  /** How long a client may read nothing of an answer, in milliseconds. */
  drainTimeoutMs: number;
}

type Unanswered = Map<ServerResponse, IncomingMessage>;

const connections = new WeakMap<Socket, Unanswered>();

/** The requests of a connection that are not answered yet, by their responses. */
export function unansweredOf(socket: Socket): ReadonlyMap<ServerResponse, IncomingMessage> {
  return connections.get(socket) ?? new Map();
}

/**
 * Bounds what one connection makes the server hold. A client may send requests without waiting for
 * answers: `most` of them are taken, and the connection of one that sends more is closed. So is that of
 * a client that does not read its answers.
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
      // Else the client waits for the server.
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
 * Ends a response whose turn will not come: Node ends only the one that has the connection, and what
 * feeds another would wait for ever, with its files open.
 */
function abandon(response: ServerResponse): void {
  if (response.socket !== null) return;
  const closed = new Socket();
  closed.destroy();
  response.assignSocket(closed);
}
