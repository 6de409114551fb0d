import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, joinProperties, toId, toSentAt, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';

type JsonObject = { [name: string]: Json };

export interface SegmentContext {
  /** The type of a single call, if the path names it. */
  call: string | undefined;
  /** When the batch was sent. */
  sentAt: Json | undefined;
  /** The context of the batch, for events that have none: analytics-go sends it so. */
  batchContext: JsonObject;
}

/** One event of any client that speaks Segment's format. */
export function readSegmentEvent(
  event: JsonObject,
  { call, sentAt, batchContext }: SegmentContext,
): ClientEvent | UnreadableEvent {
  const context = asObject(event.context) ?? batchContext;
  const userId = toId(event.userId);
  const anonymousId = toId(event.anonymousId);
  const common = {
    ...(event.messageId !== undefined && { insert_id: toId(event.messageId) ?? null }),
    timestamp: toWireTime(event.timestamp ?? event.originalTimestamp) ?? null,
    sent_at: isFrozen(event, [context, batchContext]) ? null : toSentAt(event.sentAt ?? sentAt),
    user_id: userId ?? null,
    anonymous_id: anonymousId ?? null,
    distinct_id: userId ?? anonymousId ?? null,
  };
  const base = readContext(context);
  const type = event.type ?? call;
  switch (type) {
    case 'track':
      return {
        ...common,
        event: event.event ?? null,
        properties: joinProperties(event.properties, base),
      };
    case 'page':
    case 'screen': {
      const name = typeof event.name === 'string' ? { name: event.name } : {};
      const properties = joinProperties(event.properties, { ...base, ...name });
      return { ...common, event: type === 'page' ? '$pageview' : '$screen', properties };
    }
    case 'identify':
      return {
        ...common,
        event: '$identify',
        properties: joinProperties({}, { ...base, $set: event.traits ?? {} }),
      };
    case 'group': {
      const group = { $group_key: toId(event.groupId) ?? null, $group_set: event.traits ?? {} };
      return {
        ...common,
        event: '$groupidentify',
        properties: joinProperties({}, { ...base, ...group }),
      };
    }
    case 'alias':
      // Both ids on one event make them one person.
      return {
        ...common,
        event: '$create_alias',
        anonymous_id: toId(event.previousId) ?? null,
        properties: joinProperties({}, base),
      };
    default:
      return new UnreadableEvent('event_name_invalid', 'its type is not known', event);
  }
}

/**
 * RudderStack's clients and analytics-go keep the time of the first attempt when they send again, so
 * that it says nothing about their clock.
 */
function isFrozen(event: JsonObject, contexts: JsonObject[]): boolean {
  const isGo = contexts.some(({ library }) => asObject(library)?.name === 'analytics-go');
  return isGo || event.originalTimestamp !== undefined;
}

/** What a context says of the tool and the machine. Network addresses are not stored. */
function readContext({ ip: _address, ...context }: JsonObject): JsonObject {
  const app = asObject(context.app);
  const os = asObject(context.os);
  return {
    ...(typeof app?.version === 'string' && { version: app.version }),
    ...(typeof os?.name === 'string' && { operating_system: os.name }),
    ...(Object.keys(context).length > 0 && { $context: context }),
  };
}
