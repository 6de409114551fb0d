import type { Json } from '@sonde/protocol';
import { basicUser } from '../authorization.js';
import type { ClientBatch, ClientEvent, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { parseJson } from '../parse-json.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readMixpanelEvent } from './read-mixpanel-event.js';
import { readMixpanelProfile } from './read-mixpanel-profile.js';

type JsonObject = { [name: string]: Json };

/** One event or profile update, or a list of them. */
export function readMixpanelRequest(request: ClientRequest): ClientBatch {
  const text = readData(request);
  const data = parseJson(text);
  const values = Array.isArray(data) ? data : data === undefined ? [] : [data];
  const eventKeys = values.map(tokenOf);
  const key =
    eventKeys.find((token) => token !== undefined) ||
    findToken(text) ||
    request.query.get('api_key') ||
    basicUser(request.headers);
  if (data === undefined) return notJson(request, key);
  if (typeof data !== 'object' || data === null) {
    return wrongShape(request, key, 'neither an object nor a list');
  }
  return { key, events: values.map(readValue), eventKeys };
}

function readValue(value: Json): ClientEvent | UnreadableEvent {
  const object = asObject(value);
  if (object === undefined) return new UnreadableEvent('event_not_object', 'in data', value);
  return isProfile(object) ? readMixpanelProfile(object) : readMixpanelEvent(object);
}

/** Profile updates name their person or their group beside the properties. */
function isProfile(value: JsonObject): boolean {
  return Object.hasOwn(value, '$distinct_id') || Object.hasOwn(value, '$group_id');
}

function tokenOf(value: Json): string | undefined {
  const object = asObject(value);
  const token = object?.$token ?? asObject(object?.properties)?.token;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** The key in text that is not complete JSON. */
function findToken(text: string): string | undefined {
  return /"\$?token"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1];
}

/** The JSON of a request: its body, or `data` in a form or in the query, there mostly as base64. */
function readData(request: ClientRequest): string {
  const body = request.readText() ?? '';
  const data = new URLSearchParams(body).get('data') ?? request.query.get('data') ?? body;
  if (/^\s*[[{]/.test(data)) return data;
  // The client does not encode the body: a `+` of its base64 is read as a blank.
  return Buffer.from(data.replaceAll(' ', '+'), 'base64').toString();
}
