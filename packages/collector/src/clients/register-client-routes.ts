import { randomUUID } from 'node:crypto';
import { type ErrorCode, type Limits, SondeError } from '@sonde/protocol';
import type { AppendResult, Batch, Store } from '@sonde/store';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admissions } from '../ingest/admission.js';
import type { Judgement } from '../ingest/judge-event.js';
import type { FindJudgement } from '../ingest/judgements.js';
import { readBodyPatiently } from '../ingest/read-body.js';
import { limitConcurrency } from '../limit-concurrency.js';
import { createLogPace } from '../log-pace.js';
import { retryAfter, toSondeError } from '../problem.js';
import type { Team } from '../team/team.js';
import { replyAfterBody } from '../unread-body.js';
import type {
  ClientBatch,
  ClientFamily,
  ClientRequest,
  ClientResponse,
  ClientRoute,
} from './client-family.js';
import { describeRequest } from './describe-request.js';
import { families } from './families.js';
import { identifyClient } from './identify-client.js';
import { inflate } from './inflate.js';
import type { KeylessSource } from './keyless-source.js';
import { checkParts, TooManyParts } from './parse-json.js';
import { createRepeatedRequests, type RepeatedRequests } from './repeated-requests.js';
import { contentOf } from './request-content.js';
import { UnreadableEvent } from './unreadable-event.js';
import { validateBatch } from './validate-batch.js';

export interface ClientDependencies {
  /** Returns the store; throws `not_ready` until it is open. */
  getStore: () => Store;
  getTeam: () => Team;
  limits: Limits;
  /** Milliseconds since 1970. */
  now: () => number;
  admitPatiently: Admissions['admitPatiently'];
  keylessSource: KeylessSource | undefined;
  findJudgement: FindJudgement;
  /** Called with what was stored of each request. */
  onTakenIn: (batch: Batch, result: AppendResult) => void;
  /** Called if a request was stored without the events of one of its keys. */
  onEventsRefused: (code: ErrorCode) => void;
}

/** Logs a refusal, without the key and the content: both are secret. */
type LogRefusal = (refusal: { family: string; code: ErrorCode }) => void;

interface HandlerDependencies extends ClientDependencies {
  repeats: RepeatedRequests;
  logRefusal: LogRefusal;
}

type OwnedRoute = ClientRoute & { family: string };

/** The routes of all families by method and path; some families share a path. */
const routesByPath = groupRoutes(families);

/** The paths of vendors' clients, with and without a slash at the end. */
export const clientPaths: readonly string[] = [...routesByPath.values()].flatMap(([route]) =>
  route === undefined ? [] : bothForms(route.path),
);

/** Concurrency limit for decompression: the size of a body is unknown until it is decompressed. */
const limitDecompression = limitConcurrency(4);

/**
 * The routes of vendors' clients.
 *
 * Most of these clients have no answer that makes them keep an event. So content is never refused,
 * and a request waits for memory rather than being refused.
 */
export function registerClientRoutes(app: FastifyInstance, dependencies: ClientDependencies): void {
  const repeats = createRepeatedRequests({ now: dependencies.now });
  const mayLog = createLogPace({ now: dependencies.now });
  const logRefusal: LogRefusal = (refusal) => {
    const { family, code } = refusal;
    if (mayLog(`${family} ${code}`)) app.log.warn(refusal, 'Requests of clients were refused');
  };
  const all: HandlerDependencies = { ...dependencies, repeats, logRefusal };
  app.removeAllContentTypeParsers();
  // The body stays a stream; its type says nothing reliable.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const routes of routesByPath.values()) {
    const [first] = routes;
    if (first === undefined) continue;
    for (const url of bothForms(first.path)) {
      app.route({
        method: first.method,
        url,
        // It would store what is only to be looked at.
        exposeHeadRoute: false,
        config: { access: 'client' },
        helmet: false,
        schema: { hide: true },
        errorHandler: (error, request, reply) => {
          const problem = toSondeError(error);
          if (problem.code === 'internal') request.log.error({ err: error }, 'Unexpected error');
          logRefusal({ family: first.family, code: problem.code });
          return refuse(request, reply, problem, first.refuse(problem, undefined));
        },
        handler: (request, reply) => handle(routes, first, request, reply, all),
      });
    }
  }
}

async function handle(
  routes: readonly OwnedRoute[],
  first: OwnedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: HandlerDependencies,
): Promise<FastifyReply> {
  const { limits } = dependencies;
  const { body: arrived, admission } = await readBodyPatiently(request.raw, {
    bytesMax: limits.clientBodyBytes,
    admitPatiently: dependencies.admitPatiently,
  });
  try {
    const body = await limitDecompression(async () => {
      const encoding = request.raw.headers['content-encoding'];
      const inflated = await inflate(arrived, encoding, limits.clientDecompressedBytes);
      admission.resize(inflated.length);
      return inflated;
    });
    const { route, query, prepared } = receive(routes, first, request, reply, body, dependencies);
    const { family } = route;
    try {
      const { store, batch, refused, response } = await prepared;
      const isEmpty = batch.events.length === 0 && batch.quarantined.length === 0;
      const result = isEmpty ? { accepted: 0, duplicates: 0 } : await store.absorb(batch);
      dependencies.onTakenIn(batch, result);
      for (const { code } of refused) {
        request.log.warn({ family, code }, 'Some events have a key that is for no project');
        dependencies.onEventsRefused(code);
      }
      return send(reply, response);
    } catch (error) {
      const problem = toSondeError(error);
      if (problem.code === 'internal') request.log.error({ err: error }, 'Unexpected error');
      dependencies.logRefusal({ family, code: problem.code });
      return await refuse(request, reply, problem, route.refuse(problem, { query }));
    }
  } finally {
    admission.release();
  }
}

/**
 * What is kept of a request while its events are stored. Its parsed content is not: it takes as much
 * memory as they do, which the garbage collector copies while hundreds of requests wait.
 */
interface PreparedBatch {
  store: Store;
  batch: Batch;
  /** The errors of keys whose events are left out. */
  refused: ReadonlySet<SondeError>;
  /** The response once the batch is stored. */
  response: ClientResponse;
}

function receive(
  routes: readonly OwnedRoute[],
  first: OwnedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
  dependencies: HandlerDependencies,
): { route: OwnedRoute; query: URLSearchParams; prepared: Promise<PreparedBatch> } {
  const sent = { body, receivedAt: dependencies.now() };
  const { received, route, clientBatch } = read(routes, first, request, sent);
  const prepared = prepareBatch(received, route, clientBatch, request, reply, dependencies);
  return { route, query: received.query, prepared };
}

async function prepareBatch(
  received: ClientRequest,
  route: OwnedRoute,
  clientBatch: ClientBatch,
  request: FastifyRequest,
  reply: FastifyReply,
  dependencies: HandlerDependencies,
): Promise<PreparedBatch> {
  const { limits, keylessSource } = dependencies;
  const store = dependencies.getStore();
  const { family } = route;
  const identified = identifyClient(
    dependencies.getTeam(),
    request.raw,
    clientBatch,
    keylessSource?.families?.includes(family) === false ? undefined : keylessSource,
  );
  const judgements = new Map<string, Judgement>();
  const refused = new Set<SondeError>();
  for (const destination of [identified.first, ...identified.events]) {
    if (destination instanceof SondeError) {
      refused.add(destination);
    } else if (!judgements.has(destination.project)) {
      const { project } = destination;
      judgements.set(project, await dependencies.findJudgement(project, { tool: '' }));
    }
  }
  const recogniseAttempt = () => {
    const { receivedAt, body } = received;
    if (route.repeats !== true) return { id: randomUUID(), receivedAt };
    const { ip: address, method, url } = request;
    const { key } = clientBatch;
    return dependencies.repeats.recognise(
      { address, key, method, url, body, receivedAt },
      reply.raw,
    );
  };
  const context = { limits, family, identified, judgements, recogniseAttempt };
  const batch = validateBatch(received, clientBatch, context);
  return { store, batch, refused, response: route.accept(received, clientBatch) };
}

/** Finds the family of a request, its key and its events. */
function read(
  routes: readonly OwnedRoute[],
  first: OwnedRoute,
  request: FastifyRequest,
  { body, receivedAt }: Pick<ClientRequest, 'body' | 'receivedAt'>,
): { received: ClientRequest; route: OwnedRoute; clientBatch: ClientBatch } {
  const readAs = (received: ClientRequest) => {
    const route = routes.find(({ matches }) => matches?.(received) ?? true) ?? first;
    return { received, route, clientBatch: route.read(received) };
  };
  const whole = describe(request, body, receivedAt);
  try {
    // The query is part of the head, whose size is limited.
    checkParts(body);
    return readAs(whole);
  } catch (error) {
    if (!(error instanceof TooManyParts)) throw error;
    const { received, route, clientBatch } = readAs(describe(request, Buffer.alloc(0), receivedAt));
    const unparsed = new UnreadableEvent('too_many_events', 'not parsed', contentOf(whole));
    return { received, route, clientBatch: { ...clientBatch, events: [unparsed] } };
  }
}

function describe(request: FastifyRequest, body: Buffer, receivedAt: number): ClientRequest {
  const { headers, url = '/' } = request.raw;
  const [path = '/', ...rest] = url.split('?');
  const [parameter = ''] = Object.values(Object(request.params));
  return describeRequest({
    method: request.method === 'GET' ? 'GET' : 'POST',
    path,
    parameter: String(parameter),
    rawQuery: rest.join('?'),
    ...{ headers, body, receivedAt },
  });
}

async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { code }: SondeError,
  response: ClientResponse,
): Promise<FastifyReply> {
  reply.problemCode = code;
  const seconds = retryAfter(code);
  if (seconds !== undefined) reply.header('retry-after', String(seconds));
  const { text, type } = serialise(response);
  prepare(reply, response.status, type);
  reply.header('content-length', Buffer.byteLength(text));
  await replyAfterBody(request, reply, text, { waits: code !== 'request_timeout' });
  return reply;
}

function send(reply: FastifyReply, response: ClientResponse): FastifyReply {
  const { text, type } = serialise(response);
  prepare(reply, response.status, type);
  return reply.send(text);
}

/** Proxies cache a response to GET that does not forbid it, and then answer in our place. */
function prepare(reply: FastifyReply, status: number, type: string): void {
  reply.code(status).header('cache-control', 'no-store').type(type).serializer(String);
}

function serialise({ body, type }: ClientResponse): { text: string; type: string } {
  if (typeof body === 'string') return { text: body, type: type ?? 'text/plain; charset=utf-8' };
  return { text: JSON.stringify(body), type: type ?? 'application/json; charset=utf-8' };
}

function bothForms(path: string): string[] {
  return [path, `${path}/`];
}

function groupRoutes(all: readonly ClientFamily[]): ReadonlyMap<string, OwnedRoute[]> {
  const groups = new Map<string, OwnedRoute[]>();
  for (const { name, routes } of all) {
    for (const route of routes) {
      const place = `${route.method} ${route.path}`;
      const group = groups.get(place) ?? [];
      group.push({ ...route, family: name });
      groups.set(place, group);
    }
  }
  return groups;
}
