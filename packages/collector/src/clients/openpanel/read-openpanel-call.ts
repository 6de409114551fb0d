import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, renameOwnProperties, toId, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';

type JsonObject = { [name: string]: Json };

/** One call of the client as an event. */
export function readOpenpanelCall(call: JsonObject): ClientEvent | UnreadableEvent {
  const payload = asObject(call.payload);
  if (payload === undefined) {
    return new UnreadableEvent('body_wrong_shape', 'payload is not an object', call);
  }
  const person = { user_id: toId(payload.profileId) ?? null };
  switch (call.type) {
    case 'track':
      return readTrack(payload);
    case 'identify': {
      const { profileId: _id, properties, ...traits } = payload;
      const $set = { ...asObject(properties), ...traits };
      return { ...person, event: '$identify', properties: { $set } };
    }
    case 'alias':
      // Both ids on one event make them one person.
      return {
        ...person,
        event: '$create_alias',
        anonymous_id: toId(payload.alias) ?? null,
        properties: {},
      };
    case 'increment':
    case 'decrement':
      return { ...person, event: '$set', properties: { $add: readChange(call.type, payload) } };
    case 'group': {
      const { id, type, properties, ...traits } = payload;
      const group = { $group_type: type ?? null, $group_key: toId(id) ?? null };
      const $group_set = { ...asObject(properties), ...traits };
      return { event: '$groupidentify', properties: { ...group, $group_set } };
    }
    case 'assign_group':
      return { ...person, event: '$set', properties: { $groups: payload.groupIds ?? [] } };
    default:
      return new UnreadableEvent('event_name_invalid', 'its type is not known', call);
  }
}

function readTrack({ name, profileId, groups, properties: sent }: JsonObject): ClientEvent {
  const event = name ?? null;
  const user = toId(profileId) ?? null;
  const properties = asObject(sent ?? {});
  if (properties === undefined) return { event, user_id: user, properties: sent ?? null };
  // Version 1.1 repeats the person among the properties. Network addresses are not stored.
  const { __timestamp, __deviceId, __ip, profileId: _repeated, ...kept } = properties;
  const others = renameOwnProperties(kept, '__');
  return {
    event,
    user_id: user,
    anonymous_id: toId(__deviceId) ?? null,
    timestamp: toWireTime(__timestamp) ?? null,
    properties: groups === undefined ? others : { ...others, $groups: groups },
  };
}

function readChange(type: 'increment' | 'decrement', { property, value }: JsonObject): Json {
  const by = value ?? 1;
  const change = type === 'decrement' && typeof by === 'number' ? -by : by;
  return typeof property === 'string' ? { [property]: change } : { property: property ?? null };
}
