import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** An event as it arrived. */
export interface ReceivedEvent {
  event: string;
  distinct_id: string;
  insert_id: string;
  timestamp: string;
  anonymous_id: string;
  user_id?: string;
  project_id?: string;
  invocation_id: string;
  sequence: number;
  flow?: string;
  flow_run_id?: string;
  properties: Record<string, unknown>;
}

/** A minimal endpoint for orbit's events: keeps them in memory. */
export interface IngestReceiver {
  url: string;
  /** Events without repeats, in the order of each invocation. */
  events(): ReceivedEvent[];
  /** Events by invocation, in the order in which invocations began; each sorted by sequence. */
  invocations(): ReceivedEvent[][];
  clear(): void;
  close(): Promise<void>;
}

/** Starts a receiver on a free port of this machine. */
export async function startIngestReceiver(): Promise<IngestReceiver> {
  const received = new Map<string, ReceivedEvent>();
  const server = createServer(async (request, response) => {
    try {
      const body = await buffer(request);
      const json = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const { events } = JSON.parse(json.toString()) as { events: ReceivedEvent[] };
      for (const event of events) received.set(event.insert_id, event);
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ accepted: events.length, duplicates: 0, quarantined: [], rejected: [] }),
      );
    } catch {
      response.writeHead(400).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const events = () => [...received.values()].sort((a, b) => a.sequence - b.sequence);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    invocations() {
      const byId = new Map<string, ReceivedEvent[]>();
      for (const event of events()) {
        byId.set(event.invocation_id, [...(byId.get(event.invocation_id) ?? []), event]);
      }
      return [...byId.values()].sort(([a], [b]) =>
        String(a?.timestamp).localeCompare(String(b?.timestamp)),
      );
    },
    clear: () => received.clear(),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
