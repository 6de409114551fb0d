import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, joinProperties, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';

/** One entry of `events`. */
export function readCountlyEvent(value: Json): ClientEvent | UnreadableEvent {
  const entry = asObject(value);
  if (entry === undefined) return new UnreadableEvent('event_not_object', 'in events', value);
  const { key = null, count, sum, dur, segmentation, timestamp } = entry;
  // A catalog need not declare names with `$`; the client sends a count with every event.
  const measures = {
    ...(count !== undefined && { $count: count }),
    ...(sum !== undefined && { $sum: sum }),
    ...(dur !== undefined && { $dur: dur }),
  };
  return {
    event: key,
    // Without one, the event has the time of its call.
    ...(timestamp !== undefined && { timestamp: toWireTime(timestamp) ?? null }),
    properties: joinProperties(segmentation, measures),
  };
}
