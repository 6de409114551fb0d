import { createHash } from 'node:crypto';
import type { Json, Properties, WireEvent } from '@sonde/protocol';
import type { StoredEvent } from '@sonde/store';
import type { NameChoice, SelectionSettings } from './forwarder-settings.js';

/**
 * A clock that is wrong by less is not corrected: the difference may be the time that the request
 * took, and a correction that differs between the requests of an invocation would change the order
 * of its events.
 */
const wrongClockMs = 60_000;

/**
 * The event that a forwarder sends, with its names and properties; undefined if it sends none. The
 * result depends only on the stored event, so a repeat is equal.
 */
export function selectEvent(
  stored: StoredEvent,
  settings: SelectionSettings,
): WireEvent | undefined {
  const { events, where, eventNames, sample } = settings;
  if (!isChosen(events, stored.event)) return undefined;
  for (const [name, values] of where) {
    const value = fieldOf(stored, name);
    if (!values.has(value as string)) return undefined;
  }
  if (!isSampled(stored.anonymous_id || stored.distinct_id, sample)) return undefined;
  const { sent_at, received_at, timestamp } = stored;
  const wrongMs = sent_at === null ? 0 : received_at - sent_at;
  const time = Math.abs(wrongMs) < wrongClockMs ? timestamp : timestamp + wrongMs;
  return {
    event: eventNames.get(stored.event) ?? stored.event,
    distinct_id: stored.distinct_id,
    insert_id: stored.insert_id,
    timestamp: new Date(time).toISOString(),
    ...pickFilled(stored),
    invocation_id: stored.invocation_id,
    // Other clients' events have none.
    ...(stored.sequence > 0 && { sequence: stored.sequence }),
    properties: selectProperties(stored.properties, settings),
  };
}

/** Fields that are empty if an event has none. */
function pickFilled(stored: StoredEvent): Partial<WireEvent> {
  const names = ['anonymous_id', 'user_id', 'project_id', 'flow', 'flow_run_id'] as const;
  return Object.fromEntries(
    names.filter((name) => stored[name] !== '').map((name) => [name, stored[name]]),
  );
}

/** A property, or a field of the event that filters know: its tool, its flow. */
function fieldOf(stored: StoredEvent, name: string): Json | undefined {
  if (Object.hasOwn(stored.properties, name)) return stored.properties[name];
  return name === 'tool' || name === 'flow' || name === 'project_id' ? stored[name] : undefined;
}

function selectProperties(
  properties: Properties,
  { properties: choice, propertyNames }: SelectionSettings,
): Properties {
  const entries = Object.entries(properties)
    .filter(([name]) => isChosen(choice, name))
    .map(([name, value]) => [propertyNames.get(name) ?? name, value] as const);
  return Object.fromEntries(entries);
}

function isChosen({ include, exclude }: NameChoice, name: string): boolean {
  return (include === undefined || include.has(name)) && !exclude.has(name);
}

/**
 * Whether a person is in the sample. A larger sample includes every smaller one.
 *
 * @param id The anonymous id if there is one: unlike the distinct id, it stays when a person signs
 *   in.
 */
function isSampled(id: string, share: number): boolean {
  if (share >= 1) return true;
  const hash = createHash('sha256').update(id).digest().readUInt32BE(0);
  return hash / 2 ** 32 < share;
}
