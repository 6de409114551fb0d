import { SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';

/**
 * Lets the routes of a scope take JSON, and nothing else, and only what their schema says.
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
  scope.addHook('preValidation', async (request) => checkBody(request));
}

const validators = new WeakMap<object, Validator>();

/**
 * The framework converts what does not fit, as parameters of a query need it: 0 would become null,
 * and a wrong value mean something that nobody asked for.
 */
async function checkBody({ routeOptions, body }: FastifyRequest): Promise<void> {
  const schema = routeOptions.schema?.body as TSchema | undefined;
  if (schema === undefined) return;
  let validator = validators.get(schema);
  if (validator === undefined) {
    // With the first body, not at the start: it takes longer to load than the store to open.
    const { Compile } = await import('typebox/compile');
    validator = Compile(schema);
    validators.set(schema, validator);
  }
  if (validator.Check(body)) return;
  const [error] = validator.Errors(body);
  const place = error?.instancePath.replace(/^\//, '').replaceAll('/', '.') || 'the body';
  throw new SondeError('parameter_invalid', {
    detail: `${place} ${error?.message ?? 'is not valid'}`,
  });
}
