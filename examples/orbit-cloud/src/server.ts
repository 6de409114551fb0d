import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError } from 'fastify';
import { adminRoutes } from './admin-routes.js';
import { applicationRoutes } from './application-routes.js';
import { CloudError } from './cloud-error.js';
import type { CloudContext, CloudServer } from './context.js';
import { createFaultList, installMalformedAnswers, meetFault, readFaultHeader } from './faults.js';
import { offerRoutes } from './offer-routes.js';
import { hashSecret } from './secret.js';

/** The hash of the bearer token of a request; of the empty string when there is none. */
function bearerHash(authorization: string | undefined): string {
  return hashSecret(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
}

/** The whole HTTP API, not yet listening. */
export function createServer(options: Omit<CloudContext, 'faults'>): CloudServer {
  const context: CloudContext = { ...options, faults: createFaultList() };
  const server = Fastify({
    forceCloseConnections: true,
    bodyLimit: 64_000,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  server.setErrorHandler((error, _request, reply) => {
    const { problem } = error instanceof CloudError ? error : fromFrameworkError(error);
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  server.setNotFoundHandler((request) => {
    throw new CloudError('not_found', { detail: `${request.method} ${request.url}` });
  });
  server.decorateRequest('user');
  installMalformedAnswers(server);

  server.get('/healthz', () => ({ status: 'ok' }));
  server.register(
    async (v1) => {
      v1.addHook('onRequest', async (request, reply) => {
        const hash = bearerHash(request.headers.authorization);
        const user = context.state.current.users.find(({ token_hash }) => token_hash === hash);
        if (user === undefined) throw new CloudError('token_unknown');
        request.user = user;
        const fault =
          readFaultHeader(request.headers['x-orbit-fault']) ??
          context.faults.take({
            method: request.method,
            path: request.url,
            route: request.routeOptions.url ?? request.url,
            userId: user.id,
          });
        return fault === undefined ? undefined : meetFault(fault, request, reply);
      });
      offerRoutes(v1 as CloudServer);
      applicationRoutes(v1 as CloudServer, context);
    },
    { prefix: '/v1' },
  );
  server.register(
    async (admin) => {
      admin.addHook('onRequest', async (request) => {
        if (bearerHash(request.headers.authorization) !== context.adminTokenHash) {
          throw new CloudError('token_unknown');
        }
      });
      adminRoutes(admin as CloudServer, context);
    },
    { prefix: '/admin' },
  );
  return server;
}

function fromFrameworkError(error: unknown): CloudError {
  const { statusCode, message, code } = error as FastifyError;
  if (statusCode === undefined || statusCode >= 500) return new CloudError('internal');
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return new CloudError('body_not_json');
  return new CloudError('request_invalid', { detail: message });
}
