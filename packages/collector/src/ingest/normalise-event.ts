import { randomUUID } from 'node:crypto';
import type { Json, Limits, Properties } from '@sonde/protocol';
import type { StoredEvent } from '@sonde/store';
import { isCliInvocation, translateCliInvocation } from './cli-invocation.js';
import { EventFault } from './event-fault.js';
import { exceedsJsonBytes } from './json-size.js';
import { type Judgement, judgeEvent } from './judge-event.js';
import { parseTime } from './parse-time.js';
import { checkProperties, isText, type TextRules } from './property-check.js';

/** Values shared by all events of a request. */
export interface Arrival extends TextRules {
  project: string;
  /** The tool of all events; empty if unknown. */
  tool: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** Whether the request is long enough to contain an event over the limit. */
  checkSize: boolean;
  /** Whether properties may be objects, as in the events of vendors' clients. */
  allowObjects: boolean;
  /** The family of vendors' clients that sent it; kept with a quarantined event. */
  client?: string;
  judgement: Judgement;
  /** The insert id of an event without one. Default: a random one. */
  insertId?: string;
}

type JsonObject = { [key: string]: Json };

/** Upper limit of the engine's sequence column. */
const sequenceMax = 4_294_967_295;

/**
 * Validates one event of a request and completes it for the store.
 *
 * Unknown top-level fields are dropped. The value is not changed.
 *
 * @param position Index of the event in the request.
 */
export function normaliseEvent(
  value: JsonObject,
  position: number,
  arrival: Arrival,
): StoredEvent | EventFault {
  const { limits, checkText } = arrival;
  if (arrival.checkSize && exceedsJsonBytes(value, limits.eventBytes)) {
    return new EventFault('event_too_large', null);
  }
  // A field with this name is an attack, at any place.
  if (Object.hasOwn(value, '__proto__')) {
    return new EventFault('event_property_key_invalid', '__proto__');
  }
  const name = value.event;
  if (typeof name !== 'string' || name.length === 0 || name.length > limits.eventNameCharacters) {
    return new EventFault('event_name_invalid', 'event');
  }
  if (checkText && !isText(name)) return new EventFault('event_text_invalid', 'event');

  const properties = value.properties ?? {};
  if (typeof properties !== 'object' || Array.isArray(properties)) {
    return new EventFault('event_field_invalid', 'properties', 'it is not an object');
  }
  const older = isCliInvocation(name, properties);
  const propertyFault = checkProperties(properties, arrival, arrival.allowObjects || older);
  if (propertyFault !== undefined) return propertyFault;

  const timestamp = readTime('timestamp', value.timestamp);
  if (timestamp instanceof EventFault) return timestamp;
  const sentAt = readTime('sent_at', value.sent_at);
  if (sentAt instanceof EventFault) return sentAt;
  // An SDK event that came through another pipeline may have these only among its properties. In a
  // foreign event they may mean anything, so they are not faults.
  const sequence = value.sequence ?? (isSequence(properties.sequence) ? properties.sequence : 0);
  if (!isSequence(sequence)) {
    return new EventFault(
      'event_field_invalid',
      'sequence',
      'it must be a whole number of at least 0',
    );
  }

  const ids = readIds(value, arrival);
  if (ids instanceof EventFault) return ids;
  const translated = older ? translateCliInvocation(properties) : undefined;
  const insertId = ids.insert_id || translated?.id || arrival.insertId || randomUUID();
  const happenedAt = timestamp ?? translated?.startedAt ?? arrival.receivedAt;
  const event: StoredEvent = {
    project: arrival.project,
    event: translated?.event ?? name,
    insert_id: insertId,
    distinct_id: ids.distinct_id || ids.user_id || ids.anonymous_id,
    timestamp: happenedAt,
    sent_at: sentAt,
    received_at: arrival.receivedAt,
    anonymous_id: ids.anonymous_id,
    user_id: ids.user_id,
    project_id: ids.project_id || (translated?.projectId ?? ''),
    flow: ids.flow,
    flow_run_id: ids.flow_run_id,
    tool: arrival.tool,
    // A foreign event is its own invocation, the same one for every repeat.
    invocation_id:
      ids.invocation_id || readInvocationId(properties, arrival) || translated?.id || insertId,
    sequence,
    position,
    doubtful_time: isDoubtful(happenedAt, sentAt ?? arrival.receivedAt, limits),
    undeclared: '',
    properties: translated?.properties ?? properties,
  };
  return judgeEvent(event, arrival.judgement);
}

const idNames = [
  'insert_id',
  'distinct_id',
  'anonymous_id',
  'user_id',
  'project_id',
  'invocation_id',
  'flow',
  'flow_run_id',
] as const;
type Ids = Record<(typeof idNames)[number], string>;

function readIds(value: JsonObject, arrival: Arrival): Ids | EventFault {
  const ids: Ids = {
    insert_id: '',
    distinct_id: '',
    anonymous_id: '',
    user_id: '',
    project_id: '',
    invocation_id: '',
    flow: '',
    flow_run_id: '',
  };
  const { idCharacters } = arrival.limits;
  for (const name of idNames) {
    const id = value[name];
    if (id === undefined || id === null) continue;
    if (typeof id !== 'string') {
      return new EventFault('event_field_invalid', name, 'it is not a string');
    }
    if (id.length > idCharacters) {
      return new EventFault('event_field_invalid', name, `it is longer than ${idCharacters}`);
    }
    if (arrival.checkText && !isText(id)) return new EventFault('event_text_invalid', name);
    ids[name] = id;
  }
  return ids;
}

function readInvocationId({ invocation_id: id }: Properties, { limits }: Arrival): string {
  return typeof id === 'string' && id.length <= limits.idCharacters ? id : '';
}

/** The last parsed time: all events of a request have the same sending time. */
let lastSentAt = { text: '', time: 0 };

function readTime(
  field: 'timestamp' | 'sent_at',
  value: Json | undefined,
): number | null | EventFault {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return new EventFault('event_timestamp_invalid', field);
  if (field === 'sent_at' && value === lastSentAt.text) return lastSentAt.time;
  const time = parseTime(value);
  if (Number.isNaN(time)) return new EventFault('event_timestamp_invalid', field);
  if (field === 'sent_at') lastSentAt = { text: value, time };
  return time;
}

const day = 86_400_000;

/** Both times come from the same clock, so its error does not matter. */
function isDoubtful(happenedAt: number, sentAt: number, { pastDays, futureDays }: Limits): boolean {
  return sentAt - happenedAt > pastDays * day || happenedAt - sentAt > futureDays * day;
}

function isSequence(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= sequenceMax;
}
