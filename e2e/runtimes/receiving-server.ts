import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** The fields that tests check. */
interface ReceivedEvent {
  event: string;
  invocation_id: string;
  insert_id: string;
  sequence: number;
  properties: Record<string, unknown>;
}

/** A collector that keeps accepted events in memory. */
export interface ReceivingServer {
  url: string;
  port: number;
  /** In the order of arrival, including repeats. */
  events: ReceivedEvent[];
  close(): Promise<void>;
}

/**
 * Starts a collector on a free port, or on this one.
 *
 * @param identity A certificate for `localhost` and its key, for TLS.
 */
export async function startReceivingServer(
  port = 0,
  identity?: { key: string; cert: string },
): Promise<ReceivingServer> {
  const events: ReceivedEvent[] = [];
  const receive: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString('utf8'));
      events.push(...body.events);
      response.writeHead(202, { 'content-type': 'application/json' });
      const accepted = body.events.length;
      response.end(JSON.stringify({ accepted, duplicates: 0, quarantined: [], rejected: [] }));
    });
  };
  const server =
    identity === undefined ? createServer(receive) : createSecureServer(identity, receive);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `${identity === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${address.port}`,
    port: address.port,
    events,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
