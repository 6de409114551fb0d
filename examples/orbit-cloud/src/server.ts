import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError } from 'fastify';
import { AccountError } from './accounts.js';
import { adminRoutes } from './admin-routes.js';
import { applicationRoutes } from './application-routes.js';
import { billingRoutes } from './billing-routes.js';
import { CloudError } from './cloud-error.js';
import type { CloudContext, CloudServer } from './context.js';
import { createFaultList, findFault, installMalformedAnswers, meetFault } from './faults.js';
import { interactionRoutes } from './interaction-routes.js';
import { oauthRoutes } from './oauth-routes.js';
import { offerRoutes } from './offer-routes.js';
import { pageHeaders } from './pages/layout.js';
import { termsPage } from './pages/terms-page.js';
import { listPlans } from './plans.js';
import { hashSecret } from './secret.js';
import type { User } from './state.js';

/** The bearer token of a request; empty if there is none. */
function readBearer(authorization: string | undefined): string {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** The user who owns this access token or program token. */
async function findUser(token: string, { state, provider }: CloudContext): Promise<User> {
  const hash = hashSecret(token);
  const byToken = state.current.users.find(({ token_hash }) => token_hash === hash);
  if (byToken !== undefined) return byToken;
  const accessToken = await (await provider).AccessToken.find(token);
  const user = state.current.users.find(({ id }) => id === accessToken?.accountId);
  if (user === undefined) throw new CloudError('token_unknown');
  return user;
}

/** The whole HTTP API; it does not listen yet. */
export function createServer(options: Omit<CloudContext, 'faults'>): CloudServer {
  const context: CloudContext = { ...options, faults: createFaultList() };
  const server = Fastify({
    forceCloseConnections: true,
    bodyLimit: 64_000,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  server.setErrorHandler((error, _request, reply) => {
    const { problem } = error instanceof CloudError ? error : fromFrameworkError(error);
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  server.setNotFoundHandler((request) => {
    throw new CloudError('not_found', { detail: `${request.method} ${request.url}` });
  });
  server.decorateRequest('user');
  installMalformedAnswers(server);

  server.register(async (oauth) => oauthRoutes(oauth as CloudServer, context));
  server.register(async (pages) => interactionRoutes(pages as CloudServer, context), {
    prefix: '/interaction',
  });
  server.register(async (pages) => billingRoutes(pages as CloudServer, context));
  server.get('/terms/:plan_id/:version', (request, reply) => {
    const { plan_id, version } = request.params as Record<string, string>;
    const plan = listPlans(context.state.current).find(
      ({ id, terms }) => id === plan_id && terms.version === version,
    );
    if (plan === undefined) throw new CloudError('not_found');
    return reply.headers(pageHeaders()).send(termsPage(plan));
  });
  server.get('/healthz', () => ({ status: 'ok' }));
  server.register(
    async (v1) => {
      v1.addHook('onRequest', async (request, reply) => {
        const user = await findUser(readBearer(request.headers.authorization), context);
        request.user = user;
        const fault = findFault(request, context.faults, user.id);
        return fault === undefined ? undefined : meetFault(fault, request, reply);
      });
      offerRoutes(v1 as CloudServer, context);
      applicationRoutes(v1 as CloudServer, context);
    },
    { prefix: '/v1' },
  );
  server.register(
    async (admin) => {
      admin.addHook('onRequest', async (request) => {
        if (hashSecret(readBearer(request.headers.authorization)) !== context.adminTokenHash) {
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
  if (error instanceof AccountError) return fromAccountError(error);
  const { statusCode, message, code } = error as FastifyError;
  if (statusCode === undefined || statusCode >= 500) return new CloudError('internal');
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return new CloudError('body_not_json');
  return new CloudError('request_invalid', { detail: message });
}

/** The administrator gets the same error as the person on the page. */
function fromAccountError({ code, message }: AccountError): CloudError {
  return new CloudError(code === 'user_name_taken' ? code : 'request_invalid', { detail: message });
}
