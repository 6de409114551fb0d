import type { Json } from '@sonde/protocol';
import { parseTime } from '../ingest/parse-time.js';

type JsonObject = { [name: string]: Json };

/** The value if it is an object. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/**
 * An id as text: clients also send numbers. Undefined if it is missing or empty; a value of another
 * type is returned as it is, so that the event is quarantined for it.
 */
export function toId(value: Json | undefined): Json | undefined {
  if (value === null || value === '') return undefined;
  return typeof value === 'number' ? String(value) : value;
}

/** Above this, a number is milliseconds since 1970; up to it, seconds. */
const secondsMax = 100_000_000_000;

/**
 * A time in the form of `POST /ingest`: clients send ISO 8601 with and without a zone, and numbers,
 * also as text, of seconds or milliseconds since 1970. Anything else is returned as it is, so that
 * the event is quarantined for it.
 */
export function toWireTime(value: Json | undefined): Json | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return fromNumber(value) ?? value;
  if (typeof value !== 'string' || value.endsWith('Z')) return value;
  if (/^\d{9,13}(\.\d+)?$/.test(value)) return fromNumber(Number(value)) ?? value;
  // Without a zone, the vendors' servers read it as UTC.
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value)) {
    return `${value.replace(' ', 'T')}Z`;
  }
  return value;
}

function fromNumber(value: number): string | undefined {
  const date = new Date(value > secondsMax ? value : value * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/**
 * When a request was sent, by the client's clock. Null if that is missing or cannot be read: it only
 * corrects the times of the events, so they are not quarantined for it.
 */
export function toSentAt(value: Json | undefined): string | null {
  const time = toWireTime(value);
  return typeof time === 'string' && !Number.isNaN(parseTime(time)) ? time : null;
}

/**
 * Adds others to the properties of an event, and returns them; the event's own win. Anything but an
 * object is returned as it is, so that the event is quarantined for it.
 *
 * @param properties Changed: they are of a parsed request, and a copy costs more than the parsing.
 */
export function joinProperties(properties: Json | undefined, others: JsonObject): Json {
  if (properties === undefined || properties === null) return others;
  const own = asObject(properties);
  return own === undefined ? properties : addMissing(own, others);
}

/** Adds what an object does not have. */
export function addMissing(object: JsonObject, others: JsonObject): JsonObject {
  for (const name in others) {
    if (!Object.hasOwn(object, name)) object[name] = others[name] as Json;
  }
  return object;
}

/**
 * Properties whose names begin with the client's own prefix, under names with `$` instead: the
 * client adds them, and a catalog need not declare a name with `$`.
 */
export function renameOwnProperties(properties: JsonObject, prefix: string): JsonObject {
  if (!Object.keys(properties).some((name) => name.startsWith(prefix))) return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name.startsWith(prefix) ? `$${name.slice(prefix.length)}` : name,
      value,
    ]),
  );
}
