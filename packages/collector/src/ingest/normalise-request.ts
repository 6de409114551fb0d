import { isUtf8 } from 'node:buffer';
import { type EventProblem, type Json, type Limits, SondeError } from '@sonde/protocol';
import type { Batch } from '@sonde/store';
import { withoutMessage } from './cli-invocation.js';
import { EventFault } from './event-fault.js';
import { cutNesting } from './json-size.js';
import { type Arrival, normaliseEvent } from './normalise-event.js';

/** A request whose events are not validated yet. */
export interface ReadRequest {
  events: Json[];
  /** As received. */
  meta: JsonObject;
  /** Whether its text may contain NUL or lone surrogates. */
  checkText: boolean;
  /** Length of the body. */
  bytes: number;
}

export interface NormalisedRequest {
  batch: Batch;
  rejected: EventProblem[];
}

type JsonObject = { [key: string]: Json };

/**
 * Reads the body of a request.
 *
 * Throws `body_not_json`, `body_wrong_shape` or `too_many_events`.
 */
export function readRequest(body: Buffer, limits: Limits): ReadRequest {
  const text = readText(body);
  const { events, meta } = readShape(parse(text));
  if (events.length > limits.eventsPerRequest) {
    throw new SondeError('too_many_events', {
      detail: `${events.length} events; at most ${limits.eventsPerRequest}`,
    });
  }
  return { events, meta, checkText: text.includes('\\u'), bytes: body.length };
}

interface RequestContext extends Omit<Arrival, 'allowObjects' | 'checkText' | 'checkSize'> {
  /** Whether another collector sent it: then some events may be those of vendors' clients. */
  isForwarded?: boolean;
}

/**
 * Reads the events of a request into a batch for the store. Invalid events are part of the result
 * and do not affect the others.
 */
export function normaliseRequest(
  { events, checkText, bytes }: ReadRequest,
  { isForwarded = false, ...context }: RequestContext,
): NormalisedRequest {
  const checkSize = bytes > context.limits.eventBytes;
  const arrival: Arrival = {
    ...{ ...context, checkText, checkSize, allowObjects: isForwarded },
    ...(isForwarded && { client: 'sonde' }),
  };
  const batch: Batch = { events: [], quarantined: [] };
  const rejected: EventProblem[] = [];
  for (const [index, value] of events.entries()) {
    if (isObject(value)) addEvent(batch, index, value, arrival);
    else {
      const { code, field, message } = new EventFault('event_not_object', null);
      rejected.push({ index, insert_id: null, code, field, message });
    }
  }
  return { batch, rejected };
}

/** Adds an event to a batch: as an event if it is valid, otherwise as a quarantined one. */
export function addEvent(batch: Batch, index: number, value: JsonObject, arrival: Arrival): void {
  const event = normaliseEvent(value, index, arrival);
  if (!(event instanceof EventFault)) {
    batch.events.push(event);
    return;
  }
  const { code, field, message } = event;
  batch.quarantined.push({
    index,
    insert_id: readInsertId(value, arrival.limits),
    code,
    field,
    message,
    project: arrival.project,
    tool: arrival.tool,
    received_at: arrival.receivedAt,
    body: cutNesting(withClient(withoutPrivateText(value), arrival.client)),
  });
}

/** A replay follows the rules for the client that sent the event. */
function withClient({ client: _, ...value }: JsonObject, client: string | undefined): JsonObject {
  return client === undefined ? value : { ...value, client };
}

function withoutPrivateText(value: JsonObject): JsonObject {
  const { event, properties } = value;
  if (event !== 'cli_invocation' || properties === undefined || !isObject(properties)) return value;
  return { ...value, properties: withoutMessage(properties) };
}

function readText(body: Buffer): string {
  if (!isUtf8(body)) throw new SondeError('body_not_json', { detail: 'not UTF-8' });
  // Some editors and shells add a byte order mark, which is not JSON.
  const start =
    body.length >= 3 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  return body.toString('utf8', start);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of a syntax error quotes the body, which is private.
    const position = /position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    throw new SondeError('body_not_json', {
      detail: text === '' ? 'the body is empty' : (position ?? 'not complete JSON'),
    });
  }
}

function readShape(body: Json): { events: Json[]; meta: JsonObject } {
  if (!isObject(body)) throw new SondeError('body_wrong_shape', { detail: 'not an object' });
  if (Object.hasOwn(body, 'events')) {
    const { events, meta = {} } = body;
    if (!Array.isArray(events)) {
      throw new SondeError('body_wrong_shape', { detail: 'events is not a list' });
    }
    if (!isObject(meta))
      throw new SondeError('body_wrong_shape', { detail: 'meta is not an object' });
    return { events, meta };
  }
  if (!Object.hasOwn(body, 'event')) {
    throw new SondeError('body_wrong_shape', { detail: 'neither event nor events' });
  }
  return { events: [body], meta: {} };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The client's id of the event, if it can be returned to the client. */
function readInsertId({ insert_id }: JsonObject, { idCharacters }: Limits): string | null {
  if (typeof insert_id !== 'string' || insert_id === '' || insert_id.length > idCharacters) {
    return null;
  }
  return insert_id.toWellFormed();
}
