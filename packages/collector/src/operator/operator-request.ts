import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it came over the operator socket: from the user of the collector on this machine. */
    readonly isOperator: boolean;
  }
}

/** The requests themselves, not something they say: no header can make one an operator's. */
const operatorRequests = new WeakSet<IncomingMessage>();

export function markOperatorRequest(request: IncomingMessage): void {
  operatorRequests.add(request);
}

/** Gives every request `isOperator`. */
export function recogniseOperator(app: FastifyInstance): void {
  app.decorateRequest('isOperator', {
    getter() {
      return operatorRequests.has(this.raw);
    },
  });
}
