import type { Json } from '@sonde/protocol';
import type { ClientBatch, ClientRequest } from './client-family.js';
import { UnreadableEvent } from './unreadable-event.js';

/** The content of a request from which nothing could be read, for the quarantine. */
export function contentOf(request: ClientRequest): { [name: string]: Json } {
  if (request.method === 'GET') return { query: request.rawQuery };
  const text = request.readText();
  return text === undefined ? { base64: request.body.toString('base64') } : { text };
}

/** A request whose body is not JSON: one quarantined event. */
export function notJson(request: ClientRequest, key: string | undefined): ClientBatch {
  const isEmpty = request.method === 'POST' && request.body.length === 0;
  const detail = isEmpty ? 'the body is empty' : 'not complete JSON';
  return { key, events: [new UnreadableEvent('body_not_json', detail, contentOf(request))] };
}

/** A request whose JSON has another shape than this client sends: one quarantined event. */
export function wrongShape(
  request: ClientRequest,
  key: string | undefined,
  detail: string,
): ClientBatch {
  return { key, events: [new UnreadableEvent('body_wrong_shape', detail, contentOf(request))] };
}
