import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, joinProperties, toId, toSentAt, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';

type JsonObject = { [name: string]: Json };

export interface SegmentContext {
  /** The type of a single call, if the path names it. */
  call: string | undefined;
  /** When the batch was sent; null if that is unknown. */
  sentAt: string | null;
  /** The context of the batch, for events that have none: analytics-go sends it so. */
  batchContext: JsonObject;
}

/** One event of any client that speaks Segment's format. */
export function readSegmentEvent(
  event: JsonObject,
  { call, sentAt, batchContext }: SegmentContext,
): ClientEvent | UnreadableEvent {
  const context = asObject(event.context) ?? batchContext;
  // RudderStack's clients and analytics-go keep the time of the first attempt when they send again,
  // so that it says nothing about their clock.
  const isFrozen = isOfGo(context) || isOfGo(batchContext) || event.originalTimestamp !== undefined;
  const ownSentAt = event.sentAt ?? null;
  const userId = toId(event.userId);
  const anonymousId = toId(event.anonymousId);
  const complete = (name: Json, properties: Json): ClientEvent => ({
    event: name,
    insert_id: toId(event.messageId) ?? null,
    timestamp: toWireTime(event.timestamp ?? event.originalTimestamp) ?? null,
    sent_at: isFrozen ? null : ownSentAt === null ? sentAt : toSentAt(ownSentAt),
    user_id: userId ?? null,
    anonymous_id: anonymousId ?? null,
    distinct_id: userId ?? anonymousId ?? null,
    properties,
  });
  const base = readContext(context);
  const type = event.type ?? call;
  switch (type) {
    case 'track':
      return complete(event.event ?? null, joinProperties(event.properties, base));
    case 'page':
    case 'screen': {
      if (typeof event.name === 'string') base.name = event.name;
      const name = type === 'page' ? '$pageview' : '$screen';
      return complete(name, joinProperties(event.properties, base));
    }
    case 'identify':
      return complete('$identify', { ...base, $set: event.traits ?? {} });
    case 'group': {
      const group = { $group_key: toId(event.groupId) ?? null, $group_set: event.traits ?? {} };
      return complete('$groupidentify', { ...base, ...group });
    }
    case 'alias':
      // Both ids on one event make them one person.
      return {
        ...complete('$create_alias', base),
        anonymous_id: toId(event.previousId) ?? anonymousId ?? null,
      };
    default:
      return new UnreadableEvent('event_name_invalid', 'its type is not known', event);
  }
}

function isOfGo({ library }: JsonObject): boolean {
  return asObject(library)?.name === 'analytics-go';
}

/** What a context says of the tool and the machine. Network addresses are not stored. */
function readContext({ ip: _address, ...context }: JsonObject): JsonObject {
  const base: JsonObject = {};
  const app = asObject(context.app);
  if (typeof app?.version === 'string') base.version = app.version;
  const os = asObject(context.os);
  if (typeof os?.name === 'string') base.operating_system = os.name;
  if (Object.keys(context).length > 0) base.$context = context;
  return base;
}
