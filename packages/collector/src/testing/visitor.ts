import type { FastifyInstance } from 'fastify';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface VisitorAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests know what they requested
  body: any;
  headers: Record<string, string | string[] | number | undefined>;
}

/** A person at a browser: keeps cookies, and sends the origin of its requests. */
export interface Visitor {
  /** The cookies it has, by name. */
  readonly cookies: Map<string, string>;
  /** A header that is undefined is left out. */
  ask(method: Method, path: string, body?: unknown, headers?: object): Promise<VisitorAnswer>;
}

export const visitedHost = 'sonde.example.org';

/** Paths are below `/api/v1`. */
export function createVisitor(
  app: FastifyInstance,
  { address = '203.0.113.5' }: { address?: string } = {},
): Visitor {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async ask(method, path, body, headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await app.inject({
        method,
        url: `/api/v1${path}`,
        remoteAddress: address,
        headers: Object.fromEntries(
          Object.entries({
            host: visitedHost,
            origin: `http://${visitedHost}`,
            ...(cookie === '' ? {} : { cookie }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          }).filter(([, value]) => value !== undefined),
        ),
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      });
      for (const { name, value, maxAge } of response.cookies) {
        if (maxAge === 0 || value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const isJson = /^application\/(problem\+)?json/.test(
        String(response.headers['content-type']),
      );
      const text = response.body;
      return {
        status: response.statusCode,
        body: isJson ? JSON.parse(text) : text,
        headers: response.headers,
      };
    },
  };
}

/** The token of a one-time link. */
export function tokenOf(link: string): string {
  return link.slice(link.indexOf('#') + 1);
}
