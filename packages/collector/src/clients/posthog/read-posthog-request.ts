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
  // Some clients put the key into every event, and nowhere else.
  const ownKey = findText(body?.api_key, body?.token, body?.$token) ?? bearerToken(request.headers);
  const eventKeys = ownKey === undefined && Array.isArray(events) ? events.map(findEventKey) : [];
  const key = ownKey ?? eventKeys.find((found) => found !== undefined) ?? findOtherKey(request);
  if (payload === undefined) return notJson(request, key);
  if (!Array.isArray(events)) return wrongShape(request, key, 'there is no list of events');
  const context = readContext(request);
  return {
    key,
    eventKeys,
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

function readContext({ headers }: ClientRequest): PosthogContext {
  // `sent_at` in a body, and `created_at`, have the time of the first attempt also in a later one;
  // this header is new at every attempt.
  const sentAt = headers['posthog-request-timestamp'];
  // Clients that send this header leave their name out of the events.
  const info = headers['posthog-sdk-info'];
  const [library, libraryVersion] = typeof info === 'string' ? info.split('/') : [];
  return {
    sentAt: typeof sentAt === 'string' ? toSentAt(sentAt) : null,
    library: {
      ...(library !== undefined && { $lib: library }),
      ...(libraryVersion !== undefined && { $lib_version: libraryVersion }),
    },
  };
}

function findEventKey(value: Json): string | undefined {
  const event = asObject(value);
  const properties = asObject(event?.properties);
  return findText(
    ...[event?.api_key, event?.token, event?.$token],
    ...[properties?.api_key, properties?.token, properties?.$token],
  );
}

function findOtherKey(request: ClientRequest): string | undefined {
  const { query } = request;
  return (
    findText(query.get('api_key'), query.get('token')) ??
    findKeyInText(request.readText(), '(?:api_key|\\$?token)') ??
    findKeyInForm(request)
  );
}

function findText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

function findKeyInForm(request: ClientRequest): string | undefined {
  const text = request.readText() ?? '';
  if (!/^[\w$]+=/.test(text)) return undefined;
  const form = new URLSearchParams(text);
  return form.get('api_key') ?? form.get('token') ?? undefined;
}
