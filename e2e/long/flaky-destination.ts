import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** An event as it arrived, in the format of its vendor. */
interface ArrivedEvent {
  id: string;
  invocation: string;
  sequence: number;
}

/**
 * How it answers: `refuse` with 503; `swallow` keeps the events and then cuts the connection, so the
 * sender does not know; `hang` never answers.
 */
export type Mood = 'accept' | 'refuse' | 'swallow' | 'hang';

/** A destination that can fail and restart. It keeps what it accepts, in the order of arrival. */
export interface FlakyDestination {
  readonly url: string;
  mood: Mood;
  readonly arrived: readonly ArrivedEvent[];
  /** Ends it: nobody listens. */
  close(): Promise<void>;
  /** Listens again, on the same port. */
  open(): Promise<void>;
}

export async function startFlakyDestination(): Promise<FlakyDestination> {
  const arrived: ArrivedEvent[] = [];
  let server: Server | undefined;
  let port = 0;
  const destination = {
    url: '',
    mood: 'accept' as Mood,
    arrived,
    async close() {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      const closed = once(closing, 'close');
      closing.close();
      closing.closeAllConnections();
      await closed;
    },
    async open() {
      server = createServer((incoming, outgoing) => {
        const chunks: Buffer[] = [];
        incoming.on('error', () => {});
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          const { mood } = destination;
          if (mood === 'hang') return;
          if (mood === 'refuse') {
            outgoing.writeHead(503).end();
            return;
          }
          const bytes = Buffer.concat(chunks);
          const isZipped = incoming.headers['content-encoding'] === 'gzip';
          const body = JSON.parse((isZipped ? gunzipSync(bytes) : bytes).toString());
          const events: Record<string, unknown>[] = body.batch ?? body.events ?? body;
          arrived.push(...events.map(readEvent));
          if (mood === 'swallow') {
            incoming.socket.destroy();
            return;
          }
          outgoing.writeHead(200, { 'content-type': 'application/json' });
          outgoing.end(JSON.stringify({ code: 200, accepted: events.length }));
        });
      });
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      ({ port } = server.address() as { port: number });
      destination.url = `http://127.0.0.1:${port}`;
    },
  };
  await destination.open();
  return destination;
}

function readEvent(event: Record<string, unknown>): ArrivedEvent {
  const properties = Object(event.properties ?? event.event_properties);
  return {
    id: String(event.messageId ?? event.uuid ?? event.insert_id),
    invocation: String(properties.run),
    sequence: Number(properties.sequence),
  };
}
