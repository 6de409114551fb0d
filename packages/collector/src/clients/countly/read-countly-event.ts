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
  const measures: { [name: string]: Json } = {};
  if (count !== undefined) measures.$count = count;
  if (sum !== undefined) measures.$sum = sum;
  if (dur !== undefined) measures.$dur = dur;
  const event: ClientEvent = { event: key, properties: joinProperties(segmentation, measures) };
  // Without one, the event has the time of its call.
  if (timestamp !== undefined) event.timestamp = toWireTime(timestamp) ?? null;
  return event;
}
