import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { PostResponse } from '@sonde/destinations';
import type { Environment } from '../runtime/variables.js';
import { proxyFor } from './proxy.js';

/** A POST request. */
export interface PostRequest {
  url: string;
  headers: Record<string, string | number>;
  body: Uint8Array;
  /** For the whole exchange, including redirects. */
  timeoutMs: number;
  environment: Environment;
  /** Called with the socket while it is connecting. */
  onSocket?: (socket: Socket) => void;
}

const maxResponseBytes = 250_000;
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

/** TLS is loaded only if it is needed, because it takes memory. */
const clientFor = (url: URL) =>
  url.protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');

/** Agents by protocol. */
const agents: Record<string, Agent | undefined> = {};

/**
 * Reuses connections, because a new TLS connection takes memory and more time than the request itself. An
 * idle connection does not keep the process alive.
 */
function agentFor(url: URL): Agent {
  const { protocol } = url;
  const agent = agents[protocol] ?? new (clientFor(url).Agent)({ keepAlive: true });
  agents[protocol] = agent;
  return agent;
}

/** The host without the brackets of an IPv6 address. */
const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/** Opens a connection to an HTTPS address through a proxy. */
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
    request.once('response', (response) => {
      response.destroy();
      reject(new Error(`the proxy responded with status ${response.statusCode}`));
    });
    request.once('connect', (response, socket) => {
      isConnected = true;
      if (response.statusCode !== 200) {
        socket.destroy();
        reject(new Error(`the proxy responded with status ${response.statusCode}`));
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

/** @param address May contain a login, which is sent as a header and only to the endpoint. */
async function connect(
  address: URL,
  requestOptions: RequestOptions,
  proxy: URL | undefined,
  signal: AbortSignal,
  isFresh: boolean,
): Promise<ClientRequest> {
  const agent = isFresh ? false : agentFor(proxy ?? address);
  const url = withoutLogin(address);
  const login = loginOf(address);
  const headers = {
    ...(login && { authorization: login }),
    ...(requestOptions.headers as Record<string, string>),
  };
  const options = { ...requestOptions, headers };
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

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > maxResponseBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function exchange(
  url: URL,
  request: PostRequest,
  signal: AbortSignal,
  isFresh = false,
): Promise<{ response: IncomingMessage; sent: ClientRequest }> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...request.headers, 'content-length': request.body.length },
    signal,
  };
  const sent = await connect(url, options, proxyFor(url, request.environment), signal, isFresh);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      if (request.onSocket !== undefined) sent.once('socket', request.onSocket);
      sent.once('error', reject);
      sent.once('response', resolve);
      // Node.js reports no error for a protocol upgrade, nor for a close without a response.
      sent.once('upgrade', (_response, socket) => socket.destroy());
      sent.once('close', () => reject(new Error('there was no response')));
      sent.end(request.body);
    });
    return { response, sent };
  } catch (error) {
    // The server may close a kept-alive connection just as it is reused.
    if (!sent.reusedSocket || isFresh) throw error;
    return exchange(url, request, signal, true);
  }
}

async function postUntil(request: PostRequest, signal: AbortSignal): Promise<PostResponse> {
  let url = new URL(request.url);
  for (let redirects = 0; ; redirects += 1) {
    const { response, sent } = await exchange(url, request, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if ((status === 307 || status === 308) && location !== undefined && redirects < maxRedirects) {
      const next = new URL(location, url);
      if (next.origin === url.origin) {
        // The rest of the response is ignored.
        response.destroy();
        url = next;
        continue;
      }
    }
    const text = await read(response);
    // The server responded before reading the whole body; an open connection would keep the process waiting.
    if (!sent.writableFinished) sent.destroy();
    return { status, retryAfter: response.headers['retry-after'], text };
  }
}

/**
 * Sends one POST request; rejects if there is no complete response in time.
 *
 * Follows redirects within the same origin only, so that no other server gets the events or the key.
 */
export async function post(request: PostRequest): Promise<PostResponse> {
  // Not AbortSignal.timeout, which keeps the whole exchange in memory until the timeout is over.
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
