import { type Json, type Limits, SondeError } from '@sonde/protocol';
import type { Batch } from '@sonde/store';
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

export interface BatchContext {
  limits: Limits;
  family: string;
  identified: IdentifiedBatch;
  /** The judgement of each project of the batch. */
  judgements: ReadonlyMap<string, Judgement>;
  /** Called at most once, if an event has no id. */
  recogniseAttempt: () => Attempt;
}

/**
 * Validates the events of a client's request, each for the project of its key. Invalid events are
 * quarantined. Events whose key is for no project are left out.
 *
 * @param clientBatch Its events become part of the result, and are changed.
 */
export function validateBatch(
  request: ClientRequest,
  { events }: ClientBatch,
  context: BatchContext,
): Batch {
  const { limits, identified } = context;
  const batch: Batch = { events: [], quarantined: [] };
  const { receivedAt } = request;
  const checkSize = request.body.length + request.rawQuery.length > limits.eventBytes;
  const arrivals = new Map<string, Arrival>();
  for (const [project, judgement] of context.judgements) {
    arrivals.set(project, {
      ...{ project, judgement, tool: '', receivedAt, limits, checkSize },
      ...{ checkText: true, allowObjects: true, client: context.family },
    });
  }
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
  const attempt = found.some(hasNoId) ? context.recogniseAttempt() : undefined;
  for (const [index, event] of found.entries()) {
    const destination = destinations[index];
    if (destination === undefined || destination instanceof SondeError) continue;
    const { project, key } = destination;
    const arrival = arrivals.get(project);
    if (arrival === undefined) throw new Error(`No judgement of ${project}`);
    if (!(event instanceof UnreadableEvent)) {
      if (attempt !== undefined && hasNoId(event)) giveId(event, index, attempt);
      addEvent(batch, index, removeKey(event, key), arrival);
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
    const all = [identified.first, ...identified.events];
    const keys = new Set(all.flatMap((to) => (to instanceof SondeError ? [] : (to.key ?? []))));
    const hideKeys = createHideKeys([...keys]);
    for (const row of batch.quarantined) row.body = hideKeys(row.body);
  }
  return batch;
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
function giveId(event: ClientEvent, index: number, { id, receivedAt }: Attempt): void {
  event.insert_id = `${id}-${index}`;
  event.timestamp ??= new Date(receivedAt).toISOString();
}
