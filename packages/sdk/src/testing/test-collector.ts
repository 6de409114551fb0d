import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { IngestMeta, IngestRequest, WireEvent } from '@sonde/protocol';

/** What a test collector does instead of responding with 202. */
export type CollectorFault =
  /** Responds with this status and stores nothing. */
  | { status: number; retryAfterSeconds?: number }
  /** Never responds. */
  | 'hang'
  /** Stores the events and closes the connection without a response, so the client must resend. */
  | 'lose_answer';

/** An in-memory collector, for tests that run the whole program: see {@link createTestCollector}. */
export interface TestCollector extends AsyncDisposable {
  /** Its address, for the option `endpoint` or `<TOOL>_TELEMETRY_ENDPOINT`. */
  readonly url: string;
  /** The stored events, each `insert_id` once, in the order of arrival. */
  readonly events: readonly WireEvent[];
  /** The rest of each accepted request, without its events. */
  readonly metas: readonly IngestMeta[];
  /** Requests so far, refused ones included. */
  readonly requests: number;
  /**
   * Sets how the collector fails from now on; undefined ends the fault.
   *
   * @param times The fault ends after this many requests. Default: it lasts.
   */
  setFault(fault: CollectorFault | undefined, times?: number): void;
  /**
   * Resolves with the events once there are `count` of them. Rejects after `timeoutMs`, 10000 by
   * default.
   */
  waitForEvents(count: number, timeoutMs?: number): Promise<readonly WireEvent[]>;
  close(): Promise<void>;
}

const mostBytes = 8_000_000;

async function readBody(request: IncomingMessage): Promise<IngestRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const text =
    request.headers['content-encoding'] === 'gzip'
      ? gunzipSync(bytes, { maxOutputLength: mostBytes })
      : bytes;
  const body: unknown = JSON.parse(text.toString('utf8'));
  if (typeof body !== 'object' || body === null) throw new TypeError('not an object');
  const { events, meta } = body as Partial<IngestRequest>;
  if (events === undefined) return { events: [body as WireEvent] };
  if (!Array.isArray(events)) throw new TypeError('events is not a list');
  return { events, ...(meta !== undefined && { meta }) };
}

function answer(response: ServerResponse, status: number, body: object, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(body));
}

/**
 * Starts a collector on a free port of 127.0.0.1 that keeps events in memory. It accepts `POST /ingest`
 * with or without gzip, stores each `insert_id` once, and responds like the real collector.
 *
 * @example
 * ```ts
 * import { createTestCollector } from 'sonde/testing';
 *
 * const collector = await createTestCollector();
 * // Run the program with LANTERN_TELEMETRY_ENDPOINT=collector.url, LANTERN_TELEMETRY_FLUSH_AT=1 and
 * // LANTERN_TELEMETRY_NOTICE=elsewhere.
 * const events = await collector.waitForEvents(2);
 * console.log(events.map(({ event }) => event)); // ['Command Invoked', 'Command Completed']
 * await collector.close();
 * ```
 */
export async function createTestCollector(): Promise<TestCollector> {
  const stored = new Map<string, WireEvent>();
  const metas: IngestMeta[] = [];
  const waiting = new Set<() => void>();
  let requests = 0;
  let fault: CollectorFault | undefined;
  let faultsLeft = 0;

  function store({ events, meta = {} }: IngestRequest) {
    let duplicates = 0;
    for (const event of events) {
      const id = event.insert_id ?? `without id ${stored.size}`;
      if (stored.has(id)) duplicates += 1;
      else stored.set(id, event);
    }
    metas.push(meta);
    for (const check of [...waiting]) check();
    return { accepted: events.length - duplicates, duplicates, quarantined: [], rejected: [] };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url?.split('?')[0] !== '/ingest') {
      answer(response, 404, { code: 'not_found' });
      return;
    }
    requests += 1;
    const now = faultsLeft > 0 ? fault : undefined;
    faultsLeft -= 1;
    if (now === 'hang') return;
    if (typeof now === 'object') {
      request.resume();
      const title = 'A fault that the test set.';
      answer(response, now.status, { code: 'test_fault', title }, now.retryAfterSeconds);
      return;
    }
    let body: IngestRequest;
    try {
      body = await readBody(request);
    } catch (error) {
      answer(response, 400, { code: 'body_not_json', detail: String(error) });
      return;
    }
    const result = store(body);
    if (now === 'lose_answer') request.socket.destroy();
    else answer(response, 202, result);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  return {
    url: `http://127.0.0.1:${port}`,
    get events() {
      return [...stored.values()];
    },
    metas,
    get requests() {
      return requests;
    },
    setFault(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      faultsLeft = next === undefined ? 0 : times;
    },
    waitForEvents(count, timeoutMs = 10_000) {
      return new Promise((resolve, reject) => {
        const done = () => {
          clearTimeout(timer);
          waiting.delete(check);
        };
        const check = () => {
          if (stored.size < count) return;
          done();
          resolve([...stored.values()]);
        };
        const timer = setTimeout(() => {
          done();
          const names = [...stored.values()].map(({ event }) => event).join(', ');
          reject(
            new Error(
              `${stored.size} of ${count} events arrived within ${timeoutMs} ms: ${names || 'none'}`,
            ),
          );
        }, timeoutMs);
        waiting.add(check);
        check();
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
