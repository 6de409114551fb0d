import type { FastifyReply, FastifyRequest } from 'fastify';
import { CloudError } from '../cloud-error.js';
import { errorPage } from './error-page.js';
import { pageHeaders } from './layout.js';

/** Responds with an error page. */
export function sendErrorPage(
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
      ? 'The page sent an invalid request.'
      : 'Internal error of the service.';
  return reply.code(status).headers(pageHeaders()).send(errorPage(detail));
}
