import { type Json, type Limits, SondeError } from '@sonde/protocol';
import type { AppendResult, Batch, Store } from '@sonde/store';
import { EventFault } from '../ingest/event-fault.js';
import { cutNesting } from '../ingest/json-size.js';
import type { Judgement } from '../ingest/judge-event.js';
import type { Arrival } from '../ingest/normalise-event.js';
import { addEvent } from '../ingest/normalise-request.js';
import type { ClientBatch, ClientEvent, ClientRequest } from './client-family.js';
import { decodeTexts } from './decode-texts.js';
import { createHideKeys, removeKey } from './hide-key.js';
import type { IdentifiedBatch } from './identify-client.js';
import { eventsMax } from './parse-json.js';
import type { Attempt } from './repeated-requests.js';
import { contentOf } from './request-content.js';
import { UnreadableEvent } from './unreadable-event.js';

export interface TakeInContext {
  store: Store;
  limits: Limits;
  family: string;
  identified: IdentifiedBatch;
  /** The judgement of each project of the batch. */
  judgements: ReadonlyMap<string, Judgement>;
  /** Called at most once, if an event has no id. */
  recogniseAttempt: () => Attempt;
}

/**
 * Validates and stores the events of a client's request, each in the project of its key. Invalid
 * events are quarantined. Events whose key is for no project are left out.
 *
 * Resolves when all of them are on disk. Rejects with a `SondeError` if nothing was stored.
 */
export async function takeInBatch(
  request: ClientRequest,
  { events }: ClientBatch,
  context: TakeInContext,
): Promise<{ batch: Batch; result: AppendResult }> {
  const { store, limits, identified, judgements } = context;
  const batch: Batch = { events: [], quarantined: [] };
  const { receivedAt } = request;
  const common: Omit<Arrival, 'project' | 'judgement'> = {
    tool: '',
    receivedAt,
    limits,
    checkText: true,
    checkSize: request.body.length + request.rawQuery.length > limits.eventBytes,
    allowObjects: true,
    client: context.family,
  };
  const found =
    events.length > eventsMax
      ? [
          new UnreadableEvent(
            'too_many_events',
            `more than ${eventsMax} at once`,
            contentOf(request),
          ),
        ]
      : events;
  const isOne = found !== events;
  const destinations = isOne ? [identified.first] : identified.events;
  const all = [identified.first, ...identified.events];
  const keys = new Set(all.flatMap((to) => (to instanceof SondeError ? [] : (to.key ?? []))));
  const attempt = found.some(hasNoId) ? context.recogniseAttempt() : undefined;
  for (const [index, event] of found.entries()) {
    const destination = destinations[index];
    if (destination === undefined || destination instanceof SondeError) continue;
    const { project, key } = destination;
    const judgement = judgements.get(project);
    if (judgement === undefined) throw new Error(`No judgement of ${project}`);
    if (!(event instanceof UnreadableEvent)) {
      const arrival = { ...common, project, judgement };
      const isIdentified = attempt === undefined || !hasNoId(event);
      const own = removeKey(event, key);
      addEvent(batch, index, isIdentified ? own : giveId(own, index, attempt), arrival);
      continue;
    }
    const { code, field, message } = new EventFault(event.code, null, event.detail);
    batch.quarantined.push({
      ...{ index, insert_id: attempt === undefined ? null : `${attempt.id}-${index}` },
      ...{ code, field, message, project, received_at: receivedAt },
      body: describeUnreadable(request.path, context.family, cutNesting(event.body)),
    });
  }
  if (batch.quarantined.length > 0) {
    const hideKeys = createHideKeys([...keys]);
    for (const row of batch.quarantined) row.body = hideKeys(row.body);
  }
  const isEmpty = batch.events.length === 0 && batch.quarantined.length === 0;
  const result = isEmpty ? { accepted: 0, duplicates: 0 } : await store.absorb(batch);
  return { batch, result };
}

function describeUnreadable(path: string, client: string, content: Json): Json {
  const decoded = decodeTexts(content);
  return { client, path, content, ...(decoded.length > 0 && { decoded }) };
}

/** What nobody can read has no id that anyone knows. */
function hasNoId(event: ClientEvent | UnreadableEvent): boolean {
  return event instanceof UnreadableEvent || (event.insert_id ?? '') === '';
}

/** A repeat gets the same id, and the same time, since an id on another day counts again. */
function giveId(event: ClientEvent, index: number, { id, receivedAt }: Attempt): ClientEvent {
  const timestamp = event.timestamp ?? new Date(receivedAt).toISOString();
  return { ...event, insert_id: `${id}-${index}`, timestamp };
}
