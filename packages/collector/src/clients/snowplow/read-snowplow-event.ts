import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { joinProperties, toId, toSentAt, toWireTime } from '../client-values.js';
import { UnreadableEvent } from '../unreadable-event.js';
import {
  readSelfDescribing,
  readSelfDescribingField,
  type SelfDescribing,
} from './self-describing.js';
import { numberFields, otherFields, textFields } from './snowplow-fields.js';

type JsonObject = { [name: string]: Json };

/** Events without a name of their own, by `e`. */
const names = new Map<Json | undefined, string>([
  ['pv', '$pageview'],
  ['pp', '$page_ping'],
  ['tr', '$transaction'],
  ['ti', '$transaction_item'],
]);

/** One event; its fields are mostly text. */
export function readSnowplowEvent(fields: JsonObject): ClientEvent | UnreadableEvent {
  const { e, ue_px, ue_pr, cx, co } = fields;
  const wrapper = readSelfDescribingField(ue_px, ue_pr);
  const contexts = readSelfDescribingField(cx, co);
  if ((cx ?? co) !== undefined && contexts === undefined) {
    return new UnreadableEvent('event_field_invalid', 'its context is not JSON', fields);
  }
  const described = describe(fields, contexts);
  if (e === 'ue') {
    const own = readSelfDescribing(wrapper?.data);
    if (own === undefined) {
      return new UnreadableEvent('event_field_invalid', 'it describes no event', fields);
    }
    return complete(fields, own.name, joinProperties(own.data, described));
  }
  const name = e === 'se' ? (fields.se_ac ?? null) : names.get(e);
  if (name === undefined) {
    return new UnreadableEvent('event_name_invalid', 'its type is not known', fields);
  }
  return complete(fields, name, described);
}

function complete(fields: JsonObject, event: Json, properties: Json): ClientEvent {
  const { eid, uid, duid, nuid, tnuid, ttm, dtm, stm, tv } = fields;
  // Version 3 of the tracker keeps the time of the first attempt when it sends again.
  const isRenewed = typeof tv === 'string' && /^node-[4-9]/.test(tv);
  return {
    event,
    insert_id: toId(eid) ?? null,
    user_id: toId(uid) ?? null,
    anonymous_id: toId(duid) ?? toId(nuid) ?? toId(tnuid) ?? null,
    timestamp: toWireTime(ttm ?? dtm) ?? null,
    sent_at: isRenewed ? toSentAt(stm) : null,
    properties,
  };
}

/** The properties from the fields; those about the tracker and the machine are part of the context. */
function describe(fields: JsonObject, contexts: SelfDescribing | undefined): JsonObject {
  const properties: JsonObject = {};
  const tracker: [string, Json][] = [];
  for (const field in fields) {
    if (otherFields.has(field)) continue;
    const value = fields[field] ?? null;
    const text = textFields.get(field);
    const number = numberFields.get(field);
    if (text !== undefined) properties[text] = value;
    else if (number !== undefined) properties[number] = toNumber(value);
    else tracker.push([field, value]);
  }
  properties.$context = { ...readContexts(contexts), tracker: Object.fromEntries(tracker) };
  return properties;
}

/** Data by the name of its schema; a list if there are several of one. */
function readContexts(contexts: SelfDescribing | undefined): JsonObject {
  if (contexts === undefined) return {};
  const found = new Map<string, Json[]>();
  for (const value of Array.isArray(contexts.data) ? contexts.data : []) {
    const { name, data } = readSelfDescribing(value) ?? { name: null, data: value };
    const key = name ?? 'unknown';
    const list = found.get(key);
    if (list === undefined) found.set(key, [data]);
    else list.push(data);
  }
  return Object.fromEntries(
    [...found].map(([name, [first = null, ...more]]) => [
      name,
      more.length === 0 ? first : [first, ...more],
    ]),
  );
}

function toNumber(value: Json): Json {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}
