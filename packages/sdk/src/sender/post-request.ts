import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { PostAnswer } from '../destinations/post-answer.js';
import type { Environment } from '../runtime/variables.js';
import { proxyFor } from './proxy.js';

/** What is posted. */
export interface PostRequest {
  url: string;
  headers: Record<string, string | number>;
  body: Uint8Array;
  /** For the whole exchange, redirects included. */
  timeoutMs: number;
  environment: Environment;
  /** Called with the socket while it is connecting. */
  onSocket?: (socket: Socket) => void;
}

const maxAnswerBytes = 250_000;
const maxRedirects = 3;

/** Decodes a user name or password, which may contain a `%` that encodes nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The `Authorization` value for the login in an address; undefined if there is none. */
function loginOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const login = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

/** An address without its login, which Node.js would send as `Authorization` to any host. */
function withoutLogin(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function proxyHeaders(proxy: URL): Record<string, string> {
  const login = loginOf(proxy);
  return login === undefined ? {} : { 'proxy-authorization': login };
}

/** TLS is loaded only where it is needed: it takes memory. */
const clientFor = (url: URL) =>
  url.protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');

/** By protocol. */
const agents: Record<string, Agent | undefined> = {};

/**
 * Reuses a connection for the next request: a new TLS connection takes longer than the request itself, and
 * memory. An idle connection does not keep the process alive.
 */
function agentFor(url: URL): Agent {
  const { protocol } = url;
  const agent = agents[protocol] ?? new (clientFor(url).Agent)({ keepAlive: true });
  agents[protocol] = agent;
  return agent;
}

/** Without the brackets of an IPv6 address. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/** A connection to an HTTPS address through a proxy. */
function openTunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<TLSSocket> {
  const authority = `${url.hostname}:${url.port || 443}`;
  return new Promise((resolve, reject) => {
    let isConnected = false;
    const request = clientFor(proxy).request(withoutLogin(proxy), {
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyHeaders(proxy) },
      agent: false,
      signal,
    });
    request.once('error', reject);
    // The proxy responded with a page instead of a connection.
    request.once('response', (answer) => {
      answer.destroy();
      reject(new Error(`the proxy answered ${answer.statusCode}`));
    });
    request.once('connect', (answer, socket) => {
      isConnected = true;
      if (answer.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy answered ${answer.statusCode}`));
        return;
      }
      const host = hostOf(url);
      const secure = process.getBuiltinModule('node:tls').connect({
        socket,
        host,
        // SNI allows no IP address; the certificate is then checked against `host`.
        ...(process.getBuiltinModule('node:net').isIP(host) === 0 && { servername: host }),
        ALPNProtocols: ['http/1.1'],
      });
      signal.addEventListener('abort', () => secure.destroy(), { once: true });
      secure.once('error', reject);
      secure.once('secureConnect', () => resolve(secure));
    });
    request.once('close', () => {
      if (!isConnected) reject(new Error('the proxy closed the connection'));
    });
    request.end();
  });
}

/** @param address May contain a login, which is sent to the endpoint only and is not part of the path. */
async function connect(
  address: URL,
  given: RequestOptions,
  proxy: URL | undefined,
  signal: AbortSignal,
  isFresh: boolean,
): Promise<ClientRequest> {
  const agent = isFresh ? false : agentFor(proxy ?? address);
  const url = withoutLogin(address);
  const login = loginOf(address);
  const headers = {
    ...(login && { authorization: login }),
    ...(given.headers as Record<string, string>),
  };
  const options = { ...given, headers };
  if (proxy === undefined) return clientFor(url).request(url, { ...options, agent });
  if (url.protocol === 'https:') {
    const socket = await openTunnel(url, proxy, signal);
    return clientFor(url).request(url, {
      ...options,
      agent: false,
      createConnection: () => socket,
    });
  }
  return clientFor(proxy).request(withoutLogin(proxy), {
    ...options,
    agent,
    path: url.href,
    headers: { ...headers, host: url.host, ...proxyHeaders(proxy) },
  });
}

async function read(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function exchange(
  url: URL,
  request: PostRequest,
  signal: AbortSignal,
  isFresh = false,
): Promise<{ answer: IncomingMessage; sent: ClientRequest }> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...request.headers, 'content-length': request.body.length },
    signal,
  };
  const sent = await connect(url, options, proxyFor(url, request.environment), signal, isFresh);
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      if (request.onSocket !== undefined) sent.once('socket', request.onSocket);
      sent.once('error', reject);
      sent.once('response', resolve);
      // Node.js reports no error for a protocol upgrade, nor for a close without a response.
      sent.once('upgrade', (_answer, socket) => socket.destroy());
      sent.once('close', () => reject(new Error('there was no answer')));
      sent.end(request.body);
    });
    return { answer, sent };
  } catch (error) {
    // The server may close a kept-alive connection just as it is reused.
    if (!sent.reusedSocket || isFresh) throw error;
    return exchange(url, request, signal, true);
  }
}

async function postUntil(request: PostRequest, signal: AbortSignal): Promise<PostAnswer> {
  let url = new URL(request.url);
  for (let redirects = 0; ; redirects += 1) {
    const { answer, sent } = await exchange(url, request, signal);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if ((status === 307 || status === 308) && location !== undefined && redirects < maxRedirects) {
      const next = new URL(location, url);
      if (next.origin === url.origin) {
        // The rest of the response is ignored.
        answer.destroy();
        url = next;
        continue;
      }
    }
    const text = await read(answer);
    // The server responded before reading the whole body; an open connection would keep the process waiting.
    if (!sent.writableFinished) sent.destroy();
    return { status, retryAfter: answer.headers['retry-after'], text };
  }
}

/**
 * Sends one POST request; rejects if there is no complete response in time.
 *
 * Follows redirects within the same origin only, so that no other server gets the events or the key.
 */
export async function post(request: PostRequest): Promise<PostAnswer> {
  // Not AbortSignal.timeout, which holds on to all of an exchange for as long as it might have taken.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, Math.max(1, Math.floor(request.timeoutMs)));
  try {
    return await postUntil(request, controller.signal);
  } catch (error) {
    abort();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
