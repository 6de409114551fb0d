import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { FaultList } from './faults.js';
import type { StateFile, User } from './state.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with a request under `/v1`. */
    user: User;
  }
}

export interface CloudContext {
  state: StateFile;
  faults: FaultList;
  /** SHA-256 of the administrator's token. */
  adminTokenHash: string;
}

export type CloudServer = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
