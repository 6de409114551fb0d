import type { Json } from '@sonde/protocol';
import type { ClientBatch, ClientEvent, ClientRequest } from '../client-family.js';
import { asObject, joinProperties, toId, toWireTime } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';

type JsonObject = { [name: string]: Json };

/** One event, page view or identification; the id of the website is the key. */
export function readUmamiRequest(request: ClientRequest): ClientBatch {
  const json = request.readJson();
  if (json === undefined) return notJson(request, findKeyInText(request.readText(), 'website'));
  const call = asObject(json);
  const payload = asObject(call?.payload);
  if (call === undefined || payload === undefined) {
    return wrongShape(request, findKeyInText(request.readText(), 'website'), 'there is no payload');
  }
  const key = typeof payload.website === 'string' ? payload.website : undefined;
  return { key, events: [readCall(call, payload)] };
}

function readCall(call: JsonObject, payload: JsonObject): ClientEvent | UnreadableEvent {
  const { name, data, timestamp } = payload;
  const userId = toId(payload.id);
  const common = { timestamp: toWireTime(timestamp) ?? null, user_id: userId ?? null };
  const page = readPage(payload);
  if (call.type === 'identify') {
    const user_id = userId ?? findUserId(asObject(data) ?? {}) ?? null;
    return { ...common, user_id, event: '$identify', properties: { $set: data ?? {} } };
  }
  if (call.type !== 'event') {
    return new UnreadableEvent('event_name_invalid', 'its type is not known', call);
  }
  // A view of a page has no name.
  if (name === undefined || name === null || name === '') {
    return { ...common, event: '$pageview', properties: joinProperties(data, page) };
  }
  const context: JsonObject = Object.keys(page).length > 0 ? { $context: page } : {};
  return { ...common, event: name, properties: joinProperties(data, context) };
}

/** The client has no place for a user's id, so its callers put it among the data. */
function findUserId({ userId, user_id, id }: JsonObject): Json | undefined {
  const ids = [userId, user_id, id].map(toId);
  return ids.find((value) => typeof value === 'string');
}

const pageFields = ['url', 'title', 'referrer', 'hostname', 'language', 'screen', 'tag'];

function readPage(payload: JsonObject): JsonObject {
  return Object.fromEntries(
    pageFields.flatMap((field) => {
      const value = payload[field];
      return value === undefined || value === null ? [] : [[field, value]];
    }),
  );
}
