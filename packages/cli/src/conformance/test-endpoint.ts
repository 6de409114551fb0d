import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { IngestRequest, WireEvent } from '@sonde/protocol';
import { watchDelays } from './watch-delays.js';

/** The behaviour of an endpoint. */
export type EndpointKind =
  | 'up'
  | 'closed'
  | 'unresolvable'
  | 'black-hole'
  | 'tls-black-hole'
  | 'captive-page'
  | 'captive-redirect'
  | 'slow-drip'
  | 'status-400'
  | 'status-400-for-one'
  | 'status-401'
  | 'status-413'
  | 'status-429'
  | 'status-500'
  | 'redirect';

/** A real server on this machine. */
export interface TestEndpoint {
  url: string;
  /** Events of every request that got a success response, including repeats. */
  accepted: WireEvent[];
  /** Number of opened connections. */
  readonly connections: number;
  readonly requests: number;
  /** Lines and headers of all requests. */
  heads: string[];
  /**
   * Number of success responses that may have come too late: the client had disconnected, or this machine
   * was so busy that it may have given up before. Their events may be resent.
   */
  readonly unheard: number;
  /** Number of requests to the other origin that a redirect named. */
  readonly followed: number;
  /** From now on accepts everything, at the same address; false if this endpoint cannot. */
  mend(): Promise<boolean>;
  close(): Promise<void>;
}

async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function readBody(request: IncomingMessage): Promise<WireEvent[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return (JSON.parse(text.toString('utf8')) as IngestRequest).events;
}

const problem = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: JSON.stringify({ status, code: 'conformance', title: 'Refused by the conformance kit.' }),
});

/** The one event that the endpoint always refuses. */
const isPoison = ({ sequence }: WireEvent) => sequence === 2;

/** The response to a request; undefined for success. */
function answerOf(kind: EndpointKind, events: readonly WireEvent[], other: string) {
  switch (kind) {
    case 'captive-page':
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<!doctype html><title>Sign in</title><form>Accept the terms of this network</form>',
      };
    case 'captive-redirect':
      return { status: 302, headers: { location: `${other}/login` }, body: '' };
    case 'redirect':
      return { status: 307, headers: { location: `${other}/ingest` }, body: '' };
    case 'status-400':
      return problem(400);
    case 'status-400-for-one':
      return events.some(isPoison) ? problem(400) : undefined;
    case 'status-401':
      return problem(401);
    case 'status-413':
      return events.length > 1 ? problem(413) : undefined;
    case 'status-429':
      return problem(429, { 'retry-after': '3600' });
    case 'status-500':
      return problem(500);
    default:
      return undefined;
  }
}

/** Sends headers at once, then a byte now and then, for ever. */
function drip(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': '100000' });
  const timer = setInterval(() => response.write(' '), 250);
  response.on('close', () => clearInterval(timer));
}

/** Starts an endpoint with one behaviour. */
export async function startEndpoint(initial: EndpointKind): Promise<TestEndpoint> {
  let kind = initial;
  const accepted: WireEvent[] = [];
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  let followed = 0;
  let unheard = 0;
  const delays = watchDelays();
  const servers: Server[] = [];
  const track = (server: Server): Server => {
    servers.push(server);
    return server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    });
  };

  let other = '';
  if (kind === 'redirect' || kind === 'captive-redirect') {
    const server = createHttpServer((request, response) => {
      followed += 1;
      request.resume();
      response.writeHead(kind === 'redirect' ? 202 : 200, { 'content-type': 'text/html' });
      response.end('{}');
    });
    other = `http://127.0.0.1:${await listen(track(server))}`;
  }

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    requests += 1;
    heads.push([request.url, ...request.rawHeaders].join('\n'));
    const events = await readBody(request);
    if (kind === 'black-hole') return;
    if (kind === 'slow-drip') return drip(response);
    const answer = answerOf(kind, events, other);
    if (answer !== undefined) {
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
      return;
    }
    accepted.push(...events);
    response.on('close', () => {
      if (!response.writableFinished) unheard += 1;
    });
    if (response.destroyed) unheard += 1;
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ accepted: events.length, duplicates: 0, quarantined: [], rejected: [] }),
    );
  };
  const server =
    kind === 'tls-black-hole'
      ? createTcpServer((socket) => socket.resume())
      : createHttpServer((request, response) => {
          respond(request, response).catch(() => response.destroy());
        });
  track(server).on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  const disconnect = async () => {
    const closed = servers.map((one) => new Promise((resolve) => one.close(resolve)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  // The port was free a moment ago, so nothing should be listening.
  if (initial === 'closed') await disconnect();
  const scheme = initial === 'tls-black-hole' ? 'https' : 'http';
  return {
    url: initial === 'unresolvable' ? 'http://sonde.invalid' : `${scheme}://127.0.0.1:${port}`,
    accepted,
    heads,
    get connections() {
      return connections;
    },
    get requests() {
      return requests;
    },
    get unheard() {
      return unheard + delays.count;
    },
    get followed() {
      return followed;
    },
    async mend() {
      if (initial === 'unresolvable' || initial === 'tls-black-hole') return false;
      if (kind === 'closed') await listen(server, port);
      kind = 'up';
      return true;
    },
    async close() {
      delays.stop();
      await disconnect();
    },
  };
}
