import type { ServerResponse } from 'node:http';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeForStatus } from './cloud-error.js';

/** A fault of a request. `delay_ms` can be combined with another one. */
export interface Fault {
  /** Respond with this status, 400 to 599, before doing anything. */
  status?: number;
  /** Code of the problem; by default that of the status. */
  code?: string;
  /** Seconds in `Retry-After`. */
  retry_after?: number;
  /** Wait before doing anything. */
  delay_ms?: number;
  /** Do everything, then respond with the first half of the JSON. */
  malformed?: boolean;
  /** Close the connection before doing anything. */
  reset?: boolean;
}

/** The requests that a fault applies to. */
export interface FaultRule extends Fault {
  /** Default: any. */
  method?: string;
  /** A requested path, or a route such as `/v1/applications/:application_id/api-keys`. */
  path: string;
  /**
   * Only requests of this user; at `/oauth/token`, the owner of the code or refresh token. Default:
   * every user.
   */
  user_id?: string;
  /** Number of requests. Default 1. */
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

/** Faults that have not occurred yet. Only in memory: a restart clears them. */
export interface FaultList {
  add(rule: FaultRule): void;
  clear(): void;
  list(): FaultRule[];
  /** Takes the first fault for a request. */
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
 * Reads the header `x-orbit-fault`: a status such as `500`, `delay=2000` (ms), `malformed` or
 * `reset`. Other values are ignored.
 */
function readFaultHeader(value: string | string[] | undefined): Fault | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^[45]\d\d$/.test(value)) return { status: Number(value) };
  if (/^delay=\d{1,6}$/.test(value)) return { delay_ms: Number(value.slice('delay='.length)) };
  if (value === 'malformed') return { malformed: true };
  if (value === 'reset') return { reset: true };
  return undefined;
}

/** The fault in the request's header, else the first one that was set for such a request. */
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

/** Truncates the responses of requests whose fault is `malformed`. */
export function installMalformedAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, _reply, payload) => {
    if (!malformedRequests.has(request) || typeof payload !== 'string') return payload;
    return payload.slice(0, Math.ceil(payload.length / 2));
  });
}

/** The same for responses of the OpenID provider, which are sent as one text. */
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

/** Applies a fault to a request; resolves with the reply if the fault is the response. */
export async function meetFault(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (fault.delay_ms !== undefined) await delay(fault.delay_ms, request);
  // The client has disconnected, so nothing is done, as with a proxy that timed out.
  if (request.raw.socket.destroyed) return reply.hijack();
  if (fault.reset === true) {
    request.raw.socket.resetAndDestroy();
    return reply.hijack();
  }
  if (fault.malformed === true) malformedRequests.add(request);
  if (fault.status === undefined) return undefined;
  if (fault.retry_after !== undefined) reply.header('retry-after', fault.retry_after);
  const code = fault.code ?? codeForStatus(fault.status);
  const title = 'This response was requested as a fault.';
  reply.code(fault.status);
  // OAuth has its own form of errors: RFC 6749, section 5.2.
  if (request.url.startsWith('/oauth/'))
    return reply.send({ error: code, error_description: title });
  return reply.type('application/problem+json').send({ status: fault.status, code, title });
}

/** Ends early if the client disconnects or the server stops. */
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
