import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { toId, toWireTime } from '../client-values.js';

type JsonObject = { [name: string]: Json };

/** An update of a person (`/engage`) or of a group (`/groups`). */
export function readMixpanelProfile(update: JsonObject): ClientEvent {
  const { $token, $ip, $ignore_time, $ignore_alias, $time, ...others } = update;
  const timestamp = toWireTime($time) ?? null;
  const { $distinct_id, $group_key, $group_id, ...operations } = others;
  if ($group_id === undefined) {
    const id = toId($distinct_id) ?? null;
    return {
      event: '$set',
      timestamp,
      distinct_id: id,
      anonymous_id: id,
      properties: operations,
    };
  }
  const { $set, ...otherOperations } = operations;
  return {
    event: '$groupidentify',
    timestamp,
    properties: {
      $group_type: $group_key ?? null,
      $group_key: toId($group_id) ?? null,
      ...($set !== undefined && { $group_set: $set }),
      ...otherOperations,
    },
  };
}
