import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallbackPage, pageHeaders, renderCallbackPage } from './callback-page.js';

/** The browser's request from the service. */
export interface Callback {
  /** URL with its parameters; `state` has been checked. */
  url: URL;
  /** Shows the page that the browser is waiting for; resolves once it is being sent. */
  answer(page: CallbackPage): Promise<void>;
}

export interface CallbackListener {
  /** Only on this machine, for example `http://127.0.0.1:49152/callback`. */
  redirectUri: string;
  /** Resolves with the first valid callback; never rejects. */
  received: Promise<Callback>;
  /** Stops listening and closes every connection, so that the process can end. */
  close(): void;
}

/**
 * Waits for the browser on a free port of this machine.
 *
 * Any program on the machine can send a request here, so only one with the expected `state` counts,
 * and only once; others are refused and the wait continues.
 */
export async function listenForCallback(options: { state: string }): Promise<CallbackListener> {
  let receive: (callback: Callback) => void;
  let isReceived = false;
  const received = new Promise<Callback>((resolve) => {
    receive = resolve;
  });

  const server = createServer((request, response) => {
    const url = readUrl(request, origin);
    if (url?.pathname !== '/callback') return refuse(response, 404);
    if (request.method !== 'GET') return refuse(response, 405);
    if (isReceived) return void show(response, 'over');
    if (!isExpected(url, options.state)) return void show(response, 'not_expected');
    isReceived = true;
    receive({ url, answer: (page) => show(response, page) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    redirectUri: `${origin}/callback`,
    received,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Undefined if the request was for another host, as with DNS rebinding. */
function readUrl({ headers, url = '/' }: IncomingMessage, origin: string): URL | undefined {
  if (`http://${headers.host}` !== origin) return undefined;
  return URL.canParse(url, origin) ? new URL(url, origin) : undefined;
}

function isExpected({ searchParams }: URL, state: string): boolean {
  const states = searchParams.getAll('state');
  return (
    states.length === 1 &&
    states[0] === state &&
    (searchParams.has('code') || searchParams.has('error'))
  );
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
}

async function show(response: ServerResponse, page: CallbackPage): Promise<void> {
  const { socket } = response;
  if (socket === null || socket.destroyed) return;
  const gone = once(socket, 'close');
  const { status, html } = renderCallbackPage(page);
  response.writeHead(status, { ...pageHeaders, connection: 'close' }).end(html);
  // A browser that does not read the page must not block the command.
  const patience = AbortSignal.timeout(1000);
  await Promise.race([gone, once(patience, 'abort')]);
}
