import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, joinProperties, toId, toWireTime } from '../client-values.js';
import { toOperatingSystem } from '../operating-system.js';
import { readOperations } from './read-operations.js';

type JsonObject = { [name: string]: Json };

export interface AmplitudeContext {
  /** The name of the event, if the path says it. */
  name: string | undefined;
  /** When the batch was sent; the clients set it again at every attempt. */
  sentAt: string | null;
}

/**
 * One event of Amplitude.
 *
 * `event_id` is no `sequence`: it counts the events of a process, not of an invocation, and events
 * of the same time keep the order of their batch anyway.
 */
export function readAmplitudeEvent(event: JsonObject, context: AmplitudeContext): ClientEvent {
  // Amplitude ties a device to a user by an event that has both, and so does the store.
  const userId = toId(event.user_id);
  const deviceId = toId(event.device_id);
  return {
    event: event.event_type ?? context.name ?? null,
    insert_id: toId(event.insert_id) ?? null,
    timestamp: toWireTime(event.time) ?? null,
    sent_at: context.sentAt,
    user_id: userId ?? null,
    anonymous_id: deviceId ?? null,
    distinct_id: userId ?? deviceId ?? null,
    properties: joinProperties(event.event_properties, {
      ...readSystem(event),
      ...readContext(event),
      ...readOperations(event.user_properties, '$'),
      ...readGroups(event),
      ...readOperations(event.group_properties, '$group_'),
    }),
  };
}

/**
 * Fields that become the property `$context`: a catalog need not declare a name with `$`. Network
 * addresses, positions and advertising ids are not stored.
 */
const contextFields: ReadonlySet<string> = new Set([
  ...['library', 'session_id', 'event_id', 'platform', 'language', 'app_version', 'version_name'],
  ...['os_name', 'os_version', 'device_brand', 'device_manufacturer', 'device_model', 'carrier'],
  ...['country', 'region', 'city', 'dma', 'plan', 'ingestion_metadata', 'partner_id'],
  ...['price', 'quantity', 'revenue', 'productId', 'revenueType', 'currency'],
]);

function readSystem({ app_version, version_name, os_name }: JsonObject): JsonObject {
  const version = app_version ?? version_name;
  return {
    ...(typeof version === 'string' && { version }),
    ...(typeof os_name === 'string' && { operating_system: toOperatingSystem(os_name) }),
  };
}

function readContext(event: JsonObject): JsonObject {
  const context: JsonObject = {};
  for (const name in event) {
    const value = event[name] ?? null;
    if (value !== null && contextFields.has(name)) context[name] = value;
  }
  return Object.keys(context).length > 0 ? { $context: context } : {};
}

/** Groups have PostHog's names, as those of all families. */
function readGroups({ groups, group_type, group_value }: JsonObject): JsonObject {
  const all = asObject(groups);
  // The first version of the API names one group in two fields.
  const [only, ...others] = Object.entries(all ?? {});
  const [type, key] = all === undefined ? [group_type, group_value] : (only ?? []);
  const isOne = others.length === 0 && typeof type === 'string' && !Array.isArray(key);
  return {
    ...(all !== undefined && { $groups: all }),
    ...(isOne && key !== undefined && { $group_type: type, $group_key: toId(key) ?? null }),
  };
}
