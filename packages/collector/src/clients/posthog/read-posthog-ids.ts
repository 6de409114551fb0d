import type { Json } from '@sonde/protocol';
import { toId } from '../client-values.js';

type JsonObject = { [name: string]: Json };

/**
 * Who an event is about. PostHog has one id, `distinct_id`, for users and for those who never signed
 * in.
 *
 * It is a user's if the event says so: `$identify` and an alias do, as do events that also have the
 * id of a device. Otherwise it is anonymous, also without `$process_person_profile: false`: the
 * person is the same, and an alias that comes later can still tie the id to a user. An event with
 * both ids makes them one person.
 */
export function readPosthogIds(event: JsonObject, properties: JsonObject): JsonObject {
  const id = toId(event.distinct_id ?? event.$distinct_id ?? properties.distinct_id) ?? null;
  const name = event.event;
  if (name === '$create_alias' || name === '$merge_dangerously') {
    return identified(toId(properties.distinct_id) ?? id, toId(properties.alias) ?? null);
  }
  if (name === '$groupidentify' && isGroup(id, properties)) return {};
  const device = toId(properties.$anon_distinct_id ?? properties.$device_id) ?? null;
  const isUser =
    name === '$identify' ||
    properties.$is_identified === true ||
    (device !== null && device !== id && properties.$process_person_profile !== false);
  return isUser
    ? identified(id, device)
    : { user_id: null, anonymous_id: id ?? device, distinct_id: id };
}

/** The same id as both would tie it to itself, and a later tie would have no effect. */
function identified(user: Json, anonymous: Json): JsonObject {
  return {
    user_id: user,
    anonymous_id: anonymous === user ? null : anonymous,
    distinct_id: user ?? anonymous,
  };
}

/** Clients make up an id for events about a group that name no person. */
function isGroup(id: Json, { $group_type, $group_key }: JsonObject): boolean {
  return id === `$${$group_type}_${$group_key}`;
}
