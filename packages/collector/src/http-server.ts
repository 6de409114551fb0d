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
import { responseSchemas } from './api/response-schemas.js';
import { compileOnFirstRequest } from './compile-on-first-request.js';
import { limitConnections } from './connection-limit.js';
import { createMalformedResponse } from './malformed-request.js';
import { openapiDocument } from './openapi.js';
import { createProblem, problemContentType, retryAfter, toSondeError } from './problem.js';
import { refuseLeapSeconds } from './refuse-leap-seconds.js';
import { cutSlowBodies } from './slow-bodies.js';
import { limitUnanswered } from './unanswered-requests.js';
import { replyAfterBody } from './unread-body.js';

/** Load balancers ask all the time, and these answers are what they ask for. */
const expectedRefusals: ReadonlySet<string> = new Set(['not_ready', 'not_the_leader']);

export interface HttpOptions {
  /** How long a whole request may take to arrive, in milliseconds. Default one minute. */
  requestTimeoutMs?: number;
  /** Minimum speed of a body. Default 10,000 bytes in each 10 seconds. */
  bodyPace?: BodyPace;
  /** Connections that may be open at a time. Default 4,000. */
  connectionsMax?: number;
  /** How long a client may read nothing of a response, in milliseconds. Default 30 seconds. */
  drainTimeoutMs?: number;
  /** Certificate and key for HTTPS, PEM. */
  tls?: { cert: string; key: string };
  /** Addresses and networks whose `X-Forwarded-…` headers are trusted. Default none. */
  trustProxy?: string[];
}

export interface HttpServerOptions extends HttpOptions {
  logger: FastifyBaseLogger | false;
  /** Responds to a GET without a route, for example with the dashboard's page. True if it did. */
  answerUnknownPage?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Called for requests that are not valid HTTP, or arrive too slowly. */
  onUnreadable?: (code: ErrorCode) => void;
}

declare module 'fastify' {
  interface FastifyReply {
    /** Code of the problem in the response, if any. */
    problemCode: ErrorCode | undefined;
  }
}

/**
 * At least so many bytes of a body must arrive within each window; otherwise the response is 408.
 */
interface BodyPace {
  windowMs: number;
  bytesMin: number;
}

const defaultBodyPace: BodyPace = { windowMs: 10_000, bytesMin: 10_000 };
const defaultConnectionsMax = 4_000;
const defaultDrainTimeoutMs = 30_000;
/** Few clients send a request before the previous response has arrived. */
const unansweredMax = 8;
const handshakeTimeoutMs = 10_000;
/** Some clients send whole events in the URL. */
const headBytesMax = 32_768;

/**
 * An HTTP server that reports every error as `application/problem+json`.
 *
 * It has no routes and does not listen yet.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = 60_000, bodyPace = defaultBodyPace } = options;
  const { connectionsMax = defaultConnectionsMax } = options;
  const { drainTimeoutMs = defaultDrainTimeoutMs } = options;
  const instancePrefix = randomBytes(4).toString('hex');
  let requestCount = 0;
  const answerMalformed = createMalformedResponse(options.onUnreadable);
  const http = {
    // Node swaps the two timeouts if the one for the head is longer; bodies would then get the
    // wrong one.
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(requestTimeoutMs / 6),
    maxHeaderSize: headBytesMax,
  };
  // The servers' types differ, but not in the parts used here.
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
    // A body that arrives slowly holds memory.
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 2_000 },
    // An idle keep-alive connection must not delay a stop.
    forceCloseConnections: 'idle',
    // A hook responds with a problem to requests on open connections while stopping.
    return503OnClosing: false,
    schemaController: {
      compilersFactory: {
        buildValidator: compileOnFirstRequest,
        // Responses are the store's data: a serializer from the schema would drop and convert.
        buildSerializer: () => () => JSON.stringify,
      },
    },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: false },
      onCreate: refuseLeapSeconds,
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
  for (const [name, schema] of Object.entries(responseSchemas)) {
    app.addSchema({ ...schema, $id: name });
  }
  // Only one route takes a body, and reads it itself; others leave it unread.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const allowedMethods = createAllowedMethods(app);
  app.addHook('onRequest', async (request, reply) => {
    // The connection was closed while its requests were still being read.
    if (request.raw.socket.destroyed) reply.hijack();
    else reply.header('x-content-type-options', 'nosniff');
  });

  app.setErrorHandler(async (error, request, reply) => {
    const problem = toSondeError(error);
    if (problem.code === 'internal') request.log.error({ err: error }, 'Unexpected error');
    else if (problem.entry.status === 503 && !expectedRefusals.has(problem.code)) {
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
    // Without the path: people paste links and keys in wrong places, and responses end up in logs.
    await refuse(request, reply, new SondeError('not_found', { detail: request.method }));
    return reply;
  });

  await app.register(fastifySwagger, openapiDocument);
  return app;
}

/** Responds with a problem once the allowed body has arrived. */
async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  error: SondeError,
): Promise<void> {
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
  await replyAfterBody(request, reply, text, { waits: error.code !== 'request_timeout' });
}
