import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it came over the operator socket, from the collector's user on this machine. */
    readonly isOperator: boolean;
  }
}

/** Marks request objects: no header can turn a request into an operator's. */
const operatorRequests = new WeakSet<IncomingMessage>();

export function markOperatorRequest(request: IncomingMessage): void {
  operatorRequests.add(request);
}

/** Adds `isOperator` to every request. */
export function recogniseOperator(app: FastifyInstance): void {
  app.decorateRequest('isOperator', {
    getter() {
      return operatorRequests.has(this.raw);
    },
  });
}
