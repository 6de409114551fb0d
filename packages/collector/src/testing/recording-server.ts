import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** A request that a destination received. */
interface RecordedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a body is whatever was sent
  body: any;
  /** Milliseconds, of `performance.now()`. */
  at: number;
  /** Whether the response was a success. */
  accepted: boolean;
}

/** `cut`: the connection ends without a response; `hang`: no response ever comes. */
type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'cut' | 'hang';

export interface RecordingServer {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** Answers the next requests, one after the other; then those of the vendor follow. */
  readonly answers: (Answer | ((request: RecordedRequest) => Answer | undefined))[];
  /** Events of accepted requests, in the order of arrival. */
  // biome-ignore lint/suspicious/noExplicitAny: as sent
  events(): any[];
  close(): Promise<void>;
}

/** The responses of vendors' servers to valid requests. */
function succeed({ path, body }: RecordedRequest): Answer {
  if (path === '/ingest') return { status: 202, body: { accepted: body.events.length } };
  if (path === '/batch/') return { status: 200, body: { status: 'Ok' } };
  if (path === '/2/httpapi' || path === '/batch') {
    return { status: 200, body: { code: 200, events_ingested: body.events.length } };
  }
  return { status: 200, body: { success: true } };
}

/** The id of an event, in the format of any vendor. */
export const idOf = (event: { messageId?: string; uuid?: string; insert_id?: string }) =>
  event.messageId ?? event.uuid ?? event.insert_id;

/** Starts a destination that keeps every request. */
export async function startRecordingServer(port = 0): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const answers: RecordingServer['answers'] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => {});
    incoming.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const isZipped = incoming.headers['content-encoding'] === 'gzip';
      const text = (isZipped ? gunzipSync(bytes) : bytes).toString();
      const request: RecordedRequest = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        text,
        body: parse(text),
        at: performance.now(),
        accepted: false,
      };
      requests.push(request);
      const next = answers.shift();
      const own = typeof next === 'function' ? next(request) : next;
      const answer = own ?? succeed(request);
      if (answer === 'hang') return;
      if (answer === 'cut') {
        incoming.socket.destroy();
        return;
      }
      const { status, body = '', headers = {} } = answer;
      request.accepted = status >= 200 && status < 300;
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
      outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers,
    events: () =>
      requests
        .filter(({ accepted }) => accepted)
        .flatMap(({ body }) => body.batch ?? body.events ?? body),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }
}
