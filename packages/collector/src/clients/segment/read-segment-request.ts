import type { Json } from '@sonde/protocol';
import { basicUser, bearerToken } from '../authorization.js';
import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject, toSentAt } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readSegmentEvent } from './read-segment-event.js';

/**
 * A batch, or a single call.
 *
 * @param call The type of a single call, if the path names it.
 */
export function readSegmentRequest(request: ClientRequest, call?: string): ClientBatch {
  const json = request.readJson();
  const body = asObject(json);
  const key = findKey(request, body);
  if (json === undefined)
    return notJson(request, key ?? findKeyInText(request.readText(), 'writeKey'));
  if (body === undefined) {
    const inText = key ?? findKeyInText(request.readText(), 'writeKey');
    return wrongShape(request, inText, 'not an object');
  }
  const events = Object.hasOwn(body, 'batch') ? body.batch : [body];
  if (!Array.isArray(events)) return wrongShape(request, key, 'batch is not a list');
  const sentAt = toSentAt(body.sentAt);
  const batchContext = asObject(body.context) ?? {};
  return {
    key,
    events: events.map((value) => {
      const event = asObject(value);
      return event === undefined
        ? new UnreadableEvent('event_not_object', 'in batch', value)
        : readSegmentEvent(event, { call, sentAt, batchContext });
    }),
  };
}

/**
 * Segment 2 has the key only in the body, and Customer.io only in the header. Jitsu's client takes
 * only keys of the form `id:secret`; the key is what follows the id.
 */
function findKey({ headers }: ClientRequest, body: { [name: string]: Json } | undefined) {
  const ownHeader = headers['x-write-key'];
  const inBody = body?.writeKey;
  return (
    basicUser(headers) ||
    bearerToken(headers) ||
    (typeof ownHeader === 'string' ? ownHeader.replace(/^.*:/, '') : undefined) ||
    (typeof inBody === 'string' ? inBody : undefined)
  );
}
