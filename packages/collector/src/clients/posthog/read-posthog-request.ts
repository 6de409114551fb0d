import type { Json } from '@sonde/protocol';
import { bearerToken } from '../authorization.js';
import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject, toSentAt } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readPayload } from './read-payload.js';
import { type PosthogContext, readPosthogEvent } from './read-posthog-event.js';

type JsonObject = { [name: string]: Json };

/** A batch, a list of events, or one event; in any of the forms of {@link readPayload}. */
export function readPosthogRequest(request: ClientRequest): ClientBatch {
  const payload = readPayload(request);
  const body = asObject(payload);
  const events = Array.isArray(payload) ? payload : listEvents(body);
  const key = findKey(request, body, Array.isArray(events) ? events[0] : undefined);
  if (payload === undefined) return notJson(request, key);
  if (!Array.isArray(events)) return wrongShape(request, key, 'there is no list of events');
  const context = readContext(request, key);
  return {
    key,
    events: events.map((value) => {
      const event = asObject(value);
      return event === undefined
        ? new UnreadableEvent('event_not_object', 'in batch', value)
        : readPosthogEvent(event, context);
    }),
  };
}

function listEvents(body: JsonObject | undefined): Json | undefined {
  if (body === undefined) return undefined;
  return Object.hasOwn(body, 'batch') ? body.batch : [body];
}

function readContext({ headers }: ClientRequest, key: string | undefined): PosthogContext {
  // `sent_at` in a body, and `created_at`, have the time of the first attempt also in a later one;
  // this header is new at every attempt.
  const sentAt = headers['posthog-request-timestamp'];
  // Clients that send this header leave their name out of the events.
  const info = headers['posthog-sdk-info'];
  const [library, libraryVersion] = typeof info === 'string' ? info.split('/') : [];
  return {
    key,
    sentAt: typeof sentAt === 'string' ? toSentAt(sentAt) : null,
    library: {
      ...(library !== undefined && { $lib: library }),
      ...(libraryVersion !== undefined && { $lib_version: libraryVersion }),
    },
  };
}

/** Some clients put the key into every event, and nowhere else. */
function findKey(
  request: ClientRequest,
  body: JsonObject | undefined,
  firstEvent: Json | undefined,
): string | undefined {
  const event = asObject(firstEvent);
  const properties = asObject(event?.properties);
  const places: unknown[] = [
    ...[body?.api_key, body?.token, body?.$token],
    bearerToken(request.headers),
    ...[event?.api_key, event?.token, event?.$token],
    ...[properties?.api_key, properties?.token, properties?.$token],
    ...[request.query.get('api_key'), request.query.get('token')],
  ];
  return (
    places.find((value): value is string => typeof value === 'string' && value !== '') ??
    findKeyInText(request, 'api_key') ??
    findKeyInForm(request)
  );
}

function findKeyInForm(request: ClientRequest): string | undefined {
  const text = request.readText() ?? '';
  if (!/^[\w$]+=/.test(text)) return undefined;
  const form = new URLSearchParams(text);
  return form.get('api_key') ?? form.get('token') ?? undefined;
}
