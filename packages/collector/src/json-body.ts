import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the routes of a scope take JSON, and nothing else.
 *
 * A page of another site cannot send JSON without asking first, which is not answered.
 */
export function acceptJson(
  scope: FastifyInstance,
  { bodyBytesMax }: { bodyBytesMax: number },
): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    done(new SondeError('content_type_unsupported'));
  });
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: bodyBytesMax },
    (_request, text, done) => {
      try {
        done(null, JSON.parse(String(text)));
      } catch {
        done(new SondeError('body_not_json'));
      }
    },
  );
}
