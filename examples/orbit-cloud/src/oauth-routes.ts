import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CloudContext, CloudServer } from './context.js';

/** Everything the OpenID provider answers itself. */
export function oauthRoutes(server: CloudServer, context: CloudContext): void {
  // The provider reads the bodies.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const provider = await context.provider;
    reply.hijack();
    await provider.callback()(request.raw, reply.raw);
  }
  server.get('/.well-known/openid-configuration', answer);
  server.all('/oauth/*', answer);
}
