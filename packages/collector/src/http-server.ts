import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import fastifySwagger from '@fastify/swagger';
import { SondeError } from '@sonde/protocol';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import { createAllowedMethods } from './allowed-methods.js';
import { answerSchemas } from './api/answers.js';
import { openapiDocument } from './openapi.js';
import { createProblem, problemContentType, retryAfter, toSondeError } from './problem.js';

export interface HttpServerOptions {
  logger: FastifyBaseLogger | false;
  /** For a whole request to arrive, in milliseconds. Default one minute. */
  requestTimeoutMs?: number;
  /**
   * Answers a GET for which there is no route, for example with the dashboard's page.
   * True when it did.
   */
  answerUnknownPage?: (request: { url: string; accept: string }, reply: FastifyReply) => boolean;
}

/**
 * An HTTP server that answers every mistake with `application/problem+json`.
 *
 * It has no routes and does not listen yet.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = 60_000 } = options;
  const instancePrefix = randomBytes(4).toString('hex');
  let requestCount = 0;
  const openAnswers: OpenAnswers = new WeakMap();
  const app: FastifyInstance = fastify({
    ...(options.logger === false ? { logger: false } : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => {
      requestCount += 1;
      return `${instancePrefix}-${requestCount.toString(36)}`;
    },
    // One that trickles in holds memory.
    requestTimeout: requestTimeoutMs,
    http: {
      // Node swaps the two when the one for the head is longer, and bodies would have its time.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 6),
    },
    routerOptions: { maxParamLength: 2_000 },
    // An idle keep-alive connection must not hold up a stop.
    forceCloseConnections: 'idle',
    // What comes on an open connection while it stops is answered by a hook, as a problem.
    return503OnClosing: false,
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false },
    },
    clientErrorHandler: createMalformedAnswer(openAnswers),
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply as FastifyReply, request.id, toSondeError(error));
    },
  });

  app.server.prependListener('request', (request, response) => {
    const open = openAnswers.get(request.socket) ?? new Map();
    openAnswers.set(request.socket, open.set(response, request));
    response.once('close', () => open.delete(response));
  });

  // Answers are what the store gave: a serializer made from the schema would drop and coerce.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  for (const [name, schema] of Object.entries(answerSchemas)) {
    app.addSchema({ ...schema, $id: name });
  }
  // Only one route takes a body, and reads it itself; all others leave theirs unread.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const allowedMethods = createAllowedMethods(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });

  app.setErrorHandler((error, request, reply) => {
    const problem = toSondeError(error);
    if (problem.code === 'internal') request.log.error({ err: error }, 'Unexpected error');
    else if (problem.code !== 'not_ready' && problem.entry.status === 503) {
      request.log.warn({ err: problem.cause ?? problem, code: problem.code }, problem.message);
    }
    sendProblem(reply, request.id, problem);
  });

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = allowedMethods(path);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      const detail = `${request.method} ${path.slice(0, 200)}`;
      sendProblem(reply, request.id, new SondeError('method_not_allowed', { detail }));
      return;
    }
    if (
      (request.method === 'GET' || request.method === 'HEAD') &&
      options.answerUnknownPage?.({ url: path, accept: request.headers.accept ?? '' }, reply)
    ) {
      return;
    }
    const detail = `${request.method} ${path.slice(0, 200)}`;
    sendProblem(reply, request.id, new SondeError('not_found', { detail }));
  });

  await app.register(fastifySwagger, openapiDocument);
  return app;
}

function sendProblem(reply: FastifyReply, requestId: string, error: SondeError): void {
  const problem = createProblem(error.code, { detail: error.detail, requestId });
  const seconds = retryAfter(error.code);
  if (seconds !== undefined) reply.header('retry-after', String(seconds));
  reply
    .code(problem.status)
    .header('x-request-id', requestId)
    .header('cache-control', 'no-store')
    .type(problemContentType)
    .serializer(JSON.stringify)
    .send(problem);
}

/** Requests of a connection that are not answered yet, by their answers. */
type OpenAnswers = WeakMap<object, Map<ServerResponse, IncomingMessage>>;

/**
 * Answers what is not even HTTP; there is no request, only a socket. Answers come in the order of the
 * requests: those to whole requests before it go out first.
 */
function createMalformedAnswer(openAnswers: OpenAnswers) {
  const answered = new WeakSet<Socket>();
  return async (error: Error & { code?: string }, socket: Socket): Promise<void> => {
    // What comes after it is no HTTP either.
    if (answered.has(socket)) return;
    answered.add(socket);
    const open = [...(openAnswers.get(socket) ?? [])];
    // One whose body is not whole will never be answered.
    const whole = open.filter(([, request]) => request.complete).map(([response]) => response);
    await Promise.all(whole.map((response) => once(response, 'close')));
    answerMalformedRequest(error, socket);
  };
}

function answerMalformedRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // A client that is too slow is told so: it must not take what it sent for refused.
  const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed';
  const problem = createProblem(code, {
    detail: error.code ?? 'parse error',
    requestId: 'none',
  });
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `Content-Type: ${problemContentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
}
