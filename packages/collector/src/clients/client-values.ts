import type { Json } from '@sonde/protocol';

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
  if (typeof value !== 'string') return value;
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
