import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, renameOwnProperties, toId, toWireTime } from '../client-values.js';

type JsonObject = { [name: string]: Json };

/** An event of `/track` or `/import`: everything but its name is among the properties. */
export function readMixpanelEvent(event: JsonObject): ClientEvent {
  const sent = event.properties ?? {};
  const properties = asObject(sent);
  const name = event.event ?? null;
  if (properties === undefined) return { event: name, properties: sent };
  const { token: _key, ip, $ip, distinct_id, $device_id, $user_id, ...named } = properties;
  const { time, $insert_id, ...others } = named;
  return {
    event: name,
    insert_id: toId($insert_id) ?? null,
    timestamp: toWireTime(time) ?? null,
    ...readPerson(name, properties),
    properties: renameOwnProperties(others, 'mp_'),
  };
}

/** Two ids on one event make them one person. */
function readPerson(name: Json, properties: JsonObject): JsonObject {
  const distinctId = toId(properties.distinct_id) ?? null;
  const ids = (anonymousId: Json | undefined, userId: Json | undefined): JsonObject => ({
    distinct_id: distinctId,
    anonymous_id: toId(anonymousId) ?? null,
    user_id: toId(userId) ?? null,
  });
  switch (name) {
    case '$create_alias':
      return ids(properties.distinct_id, properties.alias);
    case '$identify':
      return ids(properties.$anon_id, properties.$identified_id ?? properties.distinct_id);
    case '$merge': {
      const merged = properties.$distinct_ids;
      return Array.isArray(merged) ? ids(merged[0], merged[1]) : ids(undefined, undefined);
    }
    default: {
      const { $device_id, $user_id } = properties;
      // An id that may become an alias is not known to be a user's.
      const isAlone = toId($device_id) === undefined && toId($user_id) === undefined;
      return ids(isAlone ? properties.distinct_id : $device_id, $user_id);
    }
  }
}
