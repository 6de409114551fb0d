import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Accounts } from './accounts.js';
import type { FaultList } from './faults.js';
import type { RecordFile } from './oauth/record-file.js';
import type { StateFile, User } from './state.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The user of the request, under `/v1`. */
    user: User;
  }
}

export interface CloudContext {
  state: StateFile;
  /** The provider's data: sessions, grants, tokens. */
  records: RecordFile;
  /** Resolves once the service listens, because its address is the issuer. */
  provider: Promise<Provider>;
  accounts: Accounts;
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
