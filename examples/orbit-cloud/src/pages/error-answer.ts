import type { FastifyReply, FastifyRequest } from 'fastify';
import { CloudError } from '../cloud-error.js';
import { errorPage } from './error-page.js';
import { pageHeaders } from './layout.js';

/** Answers a browser whose request cannot be met. */
export function answerWithErrorPage(
  error: unknown,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { name, statusCode = 500 } = error as { name?: string; statusCode?: number };
  const isGone = name === 'SessionNotFound';
  const status = error instanceof CloudError ? error.problem.status : statusCode;
  const detail = isGone
    ? 'This page has expired, or was opened in another browser.'
    : status < 500
      ? 'The page sent something that is not understood.'
      : 'The service made a mistake.';
  return reply.code(status).headers(pageHeaders()).send(errorPage(detail));
}
