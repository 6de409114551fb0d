import type { IngestResponse, WireEvent } from '@sonde/protocol';
import { catalog, catalogHash } from './catalog.js';

const eventsPerRequest = 1_000;

/** Sends events like the SDK, with the catalog of their flows; rejects if one is not accepted. */
export async function postEvents(origin: string, events: readonly WireEvent[]): Promise<void> {
  await post(origin, []);
  for (let first = 0; first < events.length; first += eventsPerRequest) {
    await post(origin, events.slice(first, first + eventsPerRequest));
  }
}

async function post(origin: string, events: readonly WireEvent[]): Promise<void> {
  const sent_at = new Date().toISOString();
  const response = await fetch(`${origin}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: events.map((event) => ({ ...event, sent_at })),
      meta: { catalog_hash: catalogHash, catalog },
    }),
  });
  if (response.status !== 202) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  const { quarantined, rejected } = (await response.json()) as IngestResponse;
  if (quarantined.length + rejected.length > 0) {
    throw new Error(JSON.stringify([...quarantined, ...rejected].slice(0, 3)));
  }
}
