import { randomBytes } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import { type ErrorCode, SondeError } from '@sonde/protocol';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { createAllowedMethods } from './allowed-methods.js';
import { answerSchemas } from './api/answers.js';
import { compileOnFirstRequest } from './compile-on-first-request.js';
import { limitConnections } from './connection-limit.js';
import { createMalformedAnswer } from './malformed-request.js';
import { openapiDocument } from './openapi.js';
import { createProblem, problemContentType, retryAfter, toSondeError } from './problem.js';
import { cutSlowBodies } from './slow-bodies.js';
import { limitUnanswered } from './unanswered-requests.js';
import { answerAndLinger, discardBody } from './unread-body.js';

export interface HttpOptions {
  /** For a whole request to arrive, in milliseconds. Default one minute. */
  requestTimeoutMs?: number;
  /** How fast a body must arrive. Default 10,000 bytes in each 10 seconds. */
  bodyPace?: BodyPace;
  /** Connections that may be open at a time. Default 4,000. */
  connectionsMax?: number;
  /** How long a client may read nothing of an answer, in milliseconds. Default 30 seconds. */
  drainTimeoutMs?: number;
  /** Serves HTTPS with this; PEM. */
  tls?: { cert: string; key: string };
  /** Addresses and networks whose `X-Forwarded-…` headers are believed. Default none. */
  trustProxy?: string[];
}

export interface HttpServerOptions extends HttpOptions {
  logger: FastifyBaseLogger | false;
  /**
   * Answers a GET for which there is no route, for example with the dashboard's page.
   * True when it did.
   */
  answerUnknownPage?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Told of requests that are no valid HTTP, or arrive too slowly. */
  onUnreadable?: (code: ErrorCode) => void;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Of the problem that it answers with, if it does. */
    problemCode: ErrorCode | undefined;
  }
}

/** So many bytes of a body must arrive within each window; else it is answered with 408. */
interface BodyPace {
  windowMs: number;
  bytesMin: number;
}

const defaultBodyPace: BodyPace = { windowMs: 10_000, bytesMin: 10_000 };
const defaultConnectionsMax = 4_000;
const defaultDrainTimeoutMs = 30_000;
/** Hardly any client sends a request before the one before it is answered. */
const unansweredMax = 8;
const handshakeTimeoutMs = 10_000;
/** Some clients send whole events in the address. */
const headBytesMax = 32_768;

/**
 * An HTTP server that answers every mistake with `application/problem+json`.
 *
 * It has no routes and does not listen yet.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = 60_000, bodyPace = defaultBodyPace } = options;
  const { connectionsMax = defaultConnectionsMax } = options;
  const { drainTimeoutMs = defaultDrainTimeoutMs } = options;
  const instancePrefix = randomBytes(4).toString('hex');
  let requestCount = 0;
  const answerMalformed = createMalformedAnswer(options.onUnreadable);
  const http = {
    // Node swaps the two when the one for the head is longer, and bodies would have its time.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 6),
    maxHeaderSize: headBytesMax,
  };
  // The servers' types differ, but in nothing that is used here.
  const tls = options.tls && { ...http, ...options.tls, handshakeTimeout: handshakeTimeoutMs };
  const app = fastify({
    ...(tls === undefined ? { http } : { https: tls as unknown as null }),
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    ...(options.logger === false ? { logger: false } : { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => {
      requestCount += 1;
      return `${instancePrefix}-${requestCount.toString(36)}`;
    },
    // One that trickles in holds memory.
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 2_000 },
    // An idle keep-alive connection must not hold up a stop.
    forceCloseConnections: 'idle',
    // What comes on an open connection while it stops is answered by a hook, as a problem.
    return503OnClosing: false,
    schemaController: {
      compilersFactory: {
        buildValidator: compileOnFirstRequest,
        // Answers are what the store gave: a serializer made from the schema would drop and coerce.
        buildSerializer: () => () => JSON.stringify,
      },
    },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false },
    },
    clientErrorHandler: answerMalformed,
    frameworkErrors: (error, request, reply) => {
      refuse(request, reply as FastifyReply, toSondeError(error));
    },
  });

  limitUnanswered(app.server, { most: unansweredMax, drainTimeoutMs });
  limitConnections(app.server, connectionsMax);
  cutSlowBodies(app.server, {
    ...bodyPace,
    cut: (socket) => {
      const reason = Object.assign(new Error('slow body'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      answerMalformed(reason, socket);
    },
  });

  app.decorateReply('problemCode');
  for (const [name, schema] of Object.entries(answerSchemas)) {
    app.addSchema({ ...schema, $id: name });
  }
  // Only one route takes a body, and reads it itself; all others leave theirs unread.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const allowedMethods = createAllowedMethods(app);
  app.addHook('onRequest', async (request, reply) => {
    // Of a connection that was closed while requests of it were still being read.
    if (request.raw.socket.destroyed) reply.hijack();
    else reply.header('x-content-type-options', 'nosniff');
  });

  app.setErrorHandler(async (error, request, reply) => {
    const problem = toSondeError(error);
    if (problem.code === 'internal') request.log.error({ err: error }, 'Unexpected error');
    else if (problem.code !== 'not_ready' && problem.entry.status === 503) {
      request.log.warn({ err: problem.cause ?? problem, code: problem.code }, problem.message);
    }
    await refuse(request, reply, problem);
    return reply;
  });

  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = allowedMethods(path);
    if (allowed.length > 0) {
      reply.header('allow', allowed.join(', '));
      await refuse(
        request,
        reply,
        new SondeError('method_not_allowed', { detail: request.method }),
      );
      return reply;
    }
    if (
      (request.method === 'GET' || request.method === 'HEAD') &&
      options.answerUnknownPage?.(request, reply)
    ) {
      return reply;
    }
    // Not the path: people paste links and keys where they do not belong, and answers end up in logs.
    await refuse(request, reply, new SondeError('not_found', { detail: request.method }));
    return reply;
  });

  await app.register(fastifySwagger, openapiDocument);
  return app;
}

/** Answers with a problem, when the body has arrived that the request may have. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: SondeError,
): Promise<void> {
  // There is no end to wait for of a body that is refused for being slow.
  const isWhole =
    error.code === 'request_timeout' ? request.raw.complete : await discardBody(request.raw);
  reply.problemCode = error.code;
  const problem = createProblem(error.code, { detail: error.detail, requestId: request.id });
  const text = JSON.stringify(problem);
  const seconds = retryAfter(error.code);
  if (seconds !== undefined) reply.header('retry-after', String(seconds));
  reply
    .code(problem.status)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .header('content-length', Buffer.byteLength(text))
    .type(problemContentType);
  if (isWhole) reply.send(text);
  else reply.header('connection', 'close').send(answerAndLinger(text, request.raw));
}
