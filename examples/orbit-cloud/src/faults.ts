import type { ServerResponse } from 'node:http';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeForStatus } from './cloud-error.js';

/** What goes wrong with a request. `delay_ms` may come with another one. */
export interface Fault {
  /** Answer with this status, 400 to 599, before anything is done. */
  status?: number;
  /** The problem's code; by default the one that goes with the status. */
  code?: string;
  /** Seconds in `Retry-After`. */
  retry_after?: number;
  /** Wait before anything is done. */
  delay_ms?: number;
  /** Do everything, then answer with the first half of the JSON. */
  malformed?: boolean;
  /** Close the connection before anything is done. */
  reset?: boolean;
}

/** Which requests a fault is for. */
export interface FaultRule extends Fault {
  /** Default: any. */
  method?: string;
  /** A path as it is requested, or a route such as `/v1/applications/:application_id/api-keys`. */
  path: string;
  /** Only requests of this user; at `/oauth/token` that is whose code or refresh token it is. Default: everyone's. */
  user_id?: string;
  /** For how many requests. Default 1. */
  times?: number;
}

export const faultRuleSchema = Type.Object(
  {
    method: Type.Optional(Type.String({ pattern: '^[A-Z]+$' })),
    path: Type.String({ pattern: '^/(v1/|oauth/|\\.well-known/openid-configuration$)' }),
    user_id: Type.Optional(Type.String()),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
    code: Type.Optional(Type.String({ pattern: '^[a-z_]{1,64}$' })),
    retry_after: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
    delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000 })),
    malformed: Type.Optional(Type.Boolean()),
    reset: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Faults that have been set and not yet met. Kept in memory only: a restart is without faults. */
export interface FaultList {
  add(rule: FaultRule): void;
  clear(): void;
  list(): FaultRule[];
  /** The first fault for a request; uses it up. */
  take(request: {
    method: string;
    path: string;
    route: string;
    userId: string | undefined;
  }): Fault | undefined;
}

export function createFaultList(): FaultList {
  let rules: (FaultRule & { times: number })[] = [];
  return {
    add(rule) {
      rules.push({ times: 1, ...rule });
    },
    clear() {
      rules = [];
    },
    list() {
      return rules.map((rule) => ({ ...rule }));
    },
    take({ method, path, route, userId }) {
      const rule = rules.find(
        (candidate) =>
          (candidate.method === undefined || candidate.method === method) &&
          (candidate.path === path || candidate.path === route) &&
          (candidate.user_id === undefined || candidate.user_id === userId),
      );
      if (rule === undefined) return undefined;
      rule.times -= 1;
      rules = rules.filter(({ times }) => times > 0);
      return rule;
    },
  };
}

/**
 * Reads the header `x-orbit-fault`: a status such as `500`, `delay=2000` (ms), `malformed` or `reset`.
 * Anything else is no fault.
 */
function readFaultHeader(value: string | string[] | undefined): Fault | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^[45]\d\d$/.test(value)) return { status: Number(value) };
  if (/^delay=\d{1,6}$/.test(value)) return { delay_ms: Number(value.slice('delay='.length)) };
  if (value === 'malformed') return { malformed: true };
  if (value === 'reset') return { reset: true };
  return undefined;
}

/** The fault that a request asks for itself, else the first that was set for such a request. */
export function findFault(
  { method, url, headers, routeOptions }: FastifyRequest,
  faults: FaultList,
  userId: string | undefined,
): Fault | undefined {
  const path = url.split('?', 1)[0] ?? url;
  return (
    readFaultHeader(headers['x-orbit-fault']) ??
    faults.take({ method, path, route: routeOptions.url ?? path, userId })
  );
}

const malformedRequests = new WeakSet<FastifyRequest>();

/** Cuts the answers of requests whose fault is `malformed`. */
export function installMalformedAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, _reply, payload) => {
    if (!malformedRequests.has(request) || typeof payload !== 'string') return payload;
    return payload.slice(0, Math.ceil(payload.length / 2));
  });
}

/** The same for an answer that the OpenID provider sends: it ends it with the whole text. */
export function cutRawAnswer(request: FastifyRequest, response: ServerResponse): void {
  if (!malformedRequests.has(request)) return;
  const end = response.end.bind(response);
  response.end = ((text: unknown) => {
    const whole = String(text ?? '');
    const half = whole.slice(0, Math.ceil(whole.length / 2));
    if (!response.headersSent) response.setHeader('content-length', Buffer.byteLength(half));
    return end(half);
  }) as typeof response.end;
}

/** Lets a fault happen to a request; resolves with the reply when that was the answer. */
export async function meetFault(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (fault.delay_ms !== undefined) await delay(fault.delay_ms, request);
  // Nobody waits for the answer any more, so nothing is done, as with a proxy that gave up.
  if (request.raw.socket.destroyed) return reply.hijack();
  if (fault.reset === true) {
    request.raw.socket.resetAndDestroy();
    return reply.hijack();
  }
  if (fault.malformed === true) malformedRequests.add(request);
  if (fault.status === undefined) return undefined;
  if (fault.retry_after !== undefined) reply.header('retry-after', fault.retry_after);
  const code = fault.code ?? codeForStatus(fault.status);
  const title = 'This answer was asked for as a fault.';
  reply.code(fault.status);
  // OAuth has a form of its own for errors: RFC 6749, section 5.2.
  if (request.url.startsWith('/oauth/'))
    return reply.send({ error: code, error_description: title });
  return reply.type('application/problem+json').send({ status: fault.status, code, title });
}

/** Ends early when the client goes away or the server is stopped. */
function delay(delayMs: number, request: FastifyRequest): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      request.raw.socket.off('close', finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    request.raw.socket.once('close', finish);
  });
}
