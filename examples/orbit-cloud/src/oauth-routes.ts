import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CloudContext, CloudServer } from './context.js';
import { cutRawAnswer, findFault, meetFault } from './faults.js';
import { findBearer } from './oauth/adapter.js';
import type { RecordFile } from './oauth/record-file.js';

const longestBody = 56_000;

/** Reads a body and puts it back, so that the provider can read it again. */
function peekBody(stream: IncomingMessage): Promise<string> {
  const length = Number(stream.headers['content-length'] ?? 0);
  if (!(length > 0 && length <= longestBody)) return Promise.resolve('');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    const read = () => {
      for (let chunk = stream.read(); chunk !== null; chunk = stream.read()) {
        chunks.push(chunk);
        received += chunk.length;
      }
      if (received >= length || stream.destroyed) finish();
    };
    const finish = () => {
      stream.off('readable', read);
      stream.off('close', finish);
      const body = Buffer.concat(chunks);
      // In the turn that read the last chunk: after the end of the stream, unshift fails.
      if (!stream.destroyed && !stream.readableEnded) stream.unshift(body);
      resolve(body.toString());
    };
    stream.on('readable', read);
    stream.on('close', finish);
  });
}

/** Owner of the code or refresh token in the body of a token request. */
function findOwner(body: string, records: RecordFile): string | undefined {
  const form = new URLSearchParams(body);
  const code = form.get('code');
  const refreshToken = form.get('refresh_token') ?? form.get('token');
  if (code !== null) return findBearer(records, 'AuthorizationCode', code);
  return refreshToken === null ? undefined : findBearer(records, 'RefreshToken', refreshToken);
}

/** Everything that the OpenID provider handles itself. */
export function oauthRoutes(server: CloudServer, context: CloudContext): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => {
    peekBody(payload as IncomingMessage).then((body) => done(null, body), done);
  });

  server.addHook('preHandler', async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const fault = findFault(request, context.faults, findOwner(body, context.records));
    return fault === undefined ? undefined : meetFault(fault, request, reply);
  });

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const provider = await context.provider;
    reply.hijack();
    cutRawAnswer(request, reply.raw);
    await provider.callback()(request.raw, reply.raw);
  }
  server.get('/.well-known/openid-configuration', handle);
  server.all('/oauth/*', handle);
}
