import { type ErrorCode, errorTable, SondeError } from '@sonde/protocol';
import { type Static, Type } from 'typebox';

/** Body of every error response, as `application/problem+json` (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Always `about:blank`; see `code`' }),
    status: Type.Integer({ description: 'The HTTP status' }),
    code: Type.String({ description: 'Stable; see docs/errors.md' }),
    title: Type.String({ description: 'What happened' }),
    detail: Type.String({ description: 'Details of this request' }),
    action: Type.String({ description: 'What to do' }),
    request_id: Type.String({ description: 'Also in the collector’s log' }),
  },
  { description: 'An error' },
);
export type Problem = Static<typeof Problem>;

export const problemContentType = 'application/problem+json; charset=utf-8';

/**
 * An error response.
 *
 * @example
 * ```ts
 * createProblem('not_found', { detail: 'GET /x', requestId: 'a1' }).status; // 404
 * ```
 */
export function createProblem(
  code: ErrorCode,
  options: { detail?: string | undefined; requestId: string },
): Problem {
  const entry = errorTable[code];
  return {
    type: 'about:blank',
    status: entry.status ?? 500,
    code,
    title: entry.title,
    detail: options.detail ?? entry.title,
    action: entry.action,
    request_id: options.requestId,
  };
}

/** Seconds that a client should wait, by code; a header of the response. */
const retryAfterSeconds: Partial<Record<ErrorCode, number>> = {
  overloaded: 1,
  live_readers_exceeded: 5,
  store_unavailable: 5,
  query_unavailable: 5,
  disk_full: 30,
  not_ready: 5,
  not_the_leader: 2,
};

/**
 * Seconds for the `Retry-After` header of a response with this code; undefined if a retry does not
 * help.
 */
export function retryAfter(code: ErrorCode): number | undefined {
  return retryAfterSeconds[code];
}

/**
 * Converts any thrown value to an expected error.
 *
 * Request errors of the framework keep their meaning; anything unknown becomes `internal`, without
 * its message, which may be private.
 */
export function toSondeError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  if (error instanceof Error) {
    const { validation, validationContext, code } = error as Error & {
      validation?: { instancePath: string; message?: string; params?: Record<string, unknown> }[];
      validationContext?: string;
      code?: string;
    };
    const first = validation?.[0];
    if (first !== undefined) {
      const unknownName = first.params?.additionalProperty;
      const name = first.instancePath.replace(/^\//, '');
      return new SondeError('parameter_invalid', {
        detail:
          typeof unknownName === 'string'
            ? `unknown parameter ${unknownName}`
            : `${name || validationContext || 'request'} ${first.message ?? 'is not valid'}`,
      });
    }
    if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
      return new SondeError('content_type_unsupported');
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new SondeError('body_too_large');
    if (code === 'FST_ERR_MAX_PARAM_LENGTH') {
      return new SondeError('parameter_invalid', { detail: 'a part of the path is too long' });
    }
    if (code === 'FST_ERR_BAD_URL')
      return new SondeError('request_malformed', { detail: 'the path' });
  }
  return new SondeError('internal', { cause: error });
}
