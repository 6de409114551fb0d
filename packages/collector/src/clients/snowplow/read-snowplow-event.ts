import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, toId, toSentAt, toWireTime } from '../client-values.js';
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
    const data = asObject(own.data);
    const properties = data === undefined ? own.data : { ...described, ...data };
    return { ...readIdsAndTimes(fields), event: own.name, properties };
  }
  const name = e === 'se' ? (fields.se_ac ?? null) : names.get(e);
  if (name === undefined) {
    return new UnreadableEvent('event_name_invalid', 'its type is not known', fields);
  }
  return { ...readIdsAndTimes(fields), event: name, properties: described };
}

function readIdsAndTimes(fields: JsonObject): JsonObject {
  const { eid, uid, duid, nuid, tnuid, ttm, dtm, stm, tv } = fields;
  // Version 3 of the tracker keeps the time of the first attempt when it sends again.
  const isRenewed = typeof tv === 'string' && /^node-[4-9]/.test(tv);
  return {
    ...(eid !== undefined && { insert_id: toId(eid) ?? null }),
    user_id: toId(uid) ?? null,
    anonymous_id: toId(duid) ?? toId(nuid) ?? toId(tnuid) ?? null,
    timestamp: toWireTime(ttm ?? dtm) ?? null,
    sent_at: isRenewed ? toSentAt(stm) : null,
  };
}

/** The properties from the fields; those about the tracker and the machine are part of the context. */
function describe(fields: JsonObject, contexts: SelfDescribing | undefined): JsonObject {
  const properties: [string, Json][] = [];
  const tracker: [string, Json][] = [];
  for (const [field, value] of Object.entries(fields)) {
    const text = textFields[field];
    const number = numberFields[field];
    if (text !== undefined) properties.push([text, value]);
    else if (number !== undefined) properties.push([number, toNumber(value)]);
    else if (!otherFields.has(field)) tracker.push([field, value]);
  }
  const context = { ...readContexts(contexts), tracker: Object.fromEntries(tracker) };
  return Object.fromEntries([...properties, ['$context', context]]);
}

/** Data by the name of its schema; a list if there are several of one. */
function readContexts(contexts: SelfDescribing | undefined): JsonObject {
  const found = new Map<string, Json[]>();
  for (const value of Array.isArray(contexts?.data) ? contexts.data : []) {
    const { name, data } = readSelfDescribing(value) ?? { name: null, data: value };
    const key = name ?? 'unknown';
    found.set(key, [...(found.get(key) ?? []), data]);
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
