import type { Json } from '@sonde/protocol';
import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject, toSentAt } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { parseJson } from '../parse-json.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readAmplitudeEvent } from './read-amplitude-event.js';

type JsonObject = { [name: string]: Json };

/** Whether a request to `/batch` is of this family: PostHog's has its events in `batch`. */
export function isAmplitudeBatch(request: ClientRequest): boolean {
  const body = asObject(request.readJson());
  return body !== undefined && Object.hasOwn(body, 'events') && !Object.hasOwn(body, 'batch');
}

/**
 * A batch as JSON, or a form whose field `event` or `identification` is JSON.
 *
 * @param name The name of the events, if the path says it.
 */
export function readAmplitudeRequest(request: ClientRequest, name?: string): ClientBatch {
  const json = request.readJson();
  const body = asObject(json) ?? readForm(request);
  const key = findKey(request, body);
  if (json === undefined && body === undefined) return notJson(request, key);
  const found = parse(body?.events ?? body?.event ?? body?.identification);
  const events = asObject(found) === undefined ? found : [found ?? null];
  if (!Array.isArray(events)) return wrongShape(request, key, 'there is no list of events');
  const sentAt = toSentAt(body?.client_upload_time);
  return {
    key,
    events: events.map((value) => {
      const event = asObject(value);
      return event === undefined
        ? new UnreadableEvent('event_not_object', 'in events', value)
        : readAmplitudeEvent(event, { name, sentAt });
    }),
  };
}

function readForm(request: ClientRequest): JsonObject | undefined {
  const text = request.readText();
  if (text === undefined || !/(^|&)(event|identification)=/.test(text)) return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}

/** In a form, the events are text. */
function parse(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? parseJson(value) : value;
}

function findKey(request: ClientRequest, body: JsonObject | undefined): string | undefined {
  const inBody = body?.api_key;
  if (typeof inBody === 'string' && inBody !== '') return inBody;
  return findKeyInText(request.readText(), 'api_key') ?? request.query.get('api_key') ?? undefined;
}
