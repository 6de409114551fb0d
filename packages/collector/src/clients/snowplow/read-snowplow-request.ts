import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readSnowplowEvent } from './read-snowplow-event.js';

/** One event in the query, or a list of them in the body. */
export function readSnowplowRequest(request: ClientRequest): ClientBatch {
  const json = request.method === 'GET' ? undefined : request.readJson();
  const events =
    request.method === 'GET' ? [Object.fromEntries(request.query)] : asObject(json)?.data;
  // The protocol has no key, so users set the app's id to their key.
  const isKeyGuessed = true;
  const inQuery = request.query.get('aid') ?? undefined;
  if (!Array.isArray(events)) {
    const key = inQuery ?? findKeyInText(request.readText(), 'aid');
    const unreadable =
      json === undefined ? notJson(request, key) : wrongShape(request, key, 'data is not a list');
    return { ...unreadable, isKeyGuessed };
  }
  return {
    key: inQuery,
    isKeyGuessed,
    eventKeys: events.map((value) => {
      const aid = asObject(value)?.aid;
      return typeof aid === 'string' ? aid : undefined;
    }),
    events: events.map((value) => {
      const event = asObject(value);
      return event === undefined
        ? new UnreadableEvent('event_not_object', 'in data', value)
        : readSnowplowEvent(event);
    }),
  };
}
