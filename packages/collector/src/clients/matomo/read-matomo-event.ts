import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { toId, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';

type JsonObject = { [name: string]: Json };

/** Parameters that say what happened, in the order in which they are looked for. */
const actions = [
  ['search', '$search'],
  ['download', '$download'],
  ['link', '$outlink'],
  ['idgoal', '$goal'],
  ['action_name', '$pageview'],
  ['url', '$pageview'],
] as const;

/**
 * Parameters that are fields of the event, mean nothing later, or are not stored: keys, network
 * addresses and positions.
 */
const otherParameters = new Set([
  ...['idsite', 'token_auth', 'rec', 'apiv', 'rand', 'send_image', 'bots', 'queuedtracking'],
  ...['uid', '_id', 'cid', 'cdt', 'cdo', 'h', 'm', 's', 'cip', 'lat', 'long'],
  ...['e_c', 'e_a', 'e_n', 'e_v', 'action_name', 'url'],
]);

/**
 * One event from the parameters of Matomo's HTTP API.
 *
 * @param sent The event as it was sent, for the quarantine.
 */
export function readMatomoEvent(parameters: JsonObject, sent: Json): ClientEvent | UnreadableEvent {
  const { e_c, e_a } = parameters;
  const action = actions.find(([name]) => parameters[name] !== undefined);
  const event = e_a ?? e_c ?? action?.[1];
  if (event === undefined) {
    return new UnreadableEvent('event_name_invalid', 'it names no action and no address', sent);
  }
  const userId = toId(parameters.uid);
  // `cid` replaces the id that the client has chosen.
  const visitorId = toId(parameters.cid ?? parameters._id);
  return {
    event,
    timestamp: toWireTime(parameters.cdt) ?? null,
    user_id: userId ?? null,
    anonymous_id: visitorId ?? null,
    distinct_id: userId ?? visitorId ?? null,
    properties: readProperties(parameters),
  };
}

/** A catalog need not declare names with `$`: the callers do not choose these. */
function readProperties(parameters: JsonObject): JsonObject {
  const { e_c, e_n, e_v, action_name, url } = parameters;
  const name = e_n ?? action_name;
  const properties: JsonObject = {};
  if (e_c !== undefined) properties.$category = e_c;
  if (name !== undefined) properties.$name = name;
  if (e_v !== undefined) properties.$value = toNumber(e_v);
  if (url !== undefined) properties.$url = url;
  const context = Object.entries(parameters).filter(([other]) => !otherParameters.has(other));
  if (context.length > 0) properties.$context = Object.fromEntries(context);
  return properties;
}

function toNumber(value: Json): Json {
  const number = typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}
