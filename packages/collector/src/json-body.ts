import { SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Validator } from 'typebox/compile';

/**
 * Makes the routes of a scope accept only JSON that matches their schema.
 *
 * A page of another site can send JSON only after a preflight request, which gets no permission.
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
 * The framework converts values to the schema's types, as query parameters need: 0 would become
 * null, so that a wrong value would get a meaning.
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
