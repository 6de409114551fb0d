import { createHash } from 'node:crypto';
import type { Json } from '@sonde/protocol';
import type { ClientBatch, ClientEvent, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { contentOf, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { parseJson, readCountlyCall } from './read-countly-call.js';
import { readMultipart } from './read-multipart.js';

type Parameters = { [name: string]: string };

/** One call of the client. */
export function readCountlyRequest(request: ClientRequest): ClientBatch {
  const parameters = readParameters(request);
  const call = readCountlyCall(parameters, hash(parameters));
  const events = call ?? [
    new UnreadableEvent('body_wrong_shape', 'it has no known parameter', contentOf(request)),
  ];
  return { key: parameters.app_key, events };
}

/** Many calls, also of different devices. */
export function readBulkRequest(request: ClientRequest): ClientBatch {
  const parameters = readParameters(request);
  const calls = parseJson(parameters.requests);
  if (!Array.isArray(calls)) {
    const text = parameters.requests ?? request.readText();
    const key = parameters.app_key ?? findKeyInText(text, 'app_key');
    return wrongShape(request, key, 'requests is not a list');
  }
  const id = hash(parameters);
  const read = calls.map((value, index) => {
    const call = asObject(value);
    const key = typeof call?.app_key === 'string' ? call.app_key : undefined;
    return { key, events: readBulkCall(value, `${id}-${index}`) };
  });
  return {
    key: parameters.app_key,
    events: read.flatMap(({ events }) => events),
    eventKeys: read.flatMap(({ key, events }) => events.map(() => key)),
  };
}

function readBulkCall(value: Json, id: string): (ClientEvent | UnreadableEvent)[] {
  const call = asObject(value);
  if (call === undefined) return [new UnreadableEvent('event_not_object', 'in requests', value)];
  return (
    readCountlyCall(call, id) ?? [
      new UnreadableEvent('body_wrong_shape', 'it has no known parameter', value),
    ]
  );
}

/** A question for the configuration, which has no events. */
export function readFetchRequest(request: ClientRequest): ClientBatch {
  return { key: readParameters(request).app_key, events: [] };
}

function readParameters(request: ClientRequest): Parameters {
  return {
    ...Object.fromEntries(request.query),
    ...(readMultipart(request) ?? Object.fromEntries(new URLSearchParams(request.body.toString()))),
  };
}

/** A repeat has the same parameters, its time among them, so its events get the same ids. */
function hash({ rr: _remainingRequests, ...parameters }: Parameters): string {
  return createHash('sha256').update(JSON.stringify(parameters)).digest('hex');
}
