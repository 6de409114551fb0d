import { createHash } from 'node:crypto';
import type { ErrorCode, Json, Limits } from '@sonde/protocol';
import type { QuarantinedEvent, QuarantineRetry, StoredEvent } from '@sonde/store';
import { EventFault } from '../ingest/event-fault.js';
import type { FindJudgement } from '../ingest/judgements.js';
import { type Arrival, normaliseEvent } from '../ingest/normalise-event.js';
import { type TranslateBody, translations } from './translations.js';

export interface RetryOptions {
  limits: Limits;
  findJudgement: FindJudgement;
  /** Default: those of all families. */
  translations?: ReadonlyMap<string, TranslateBody>;
}

type JsonObject = { [field: string]: Json };

/** Found once everything else about an event was valid. */
const judgedCodes: ReadonlySet<ErrorCode> = new Set([
  'event_undeclared',
  'event_property_undeclared',
  'event_property_value_undeclared',
  'event_property_type_invalid',
]);

/**
 * Reads a quarantined event again, as if it arrived with its original time, and checks it against
 * the catalogs of today. An event without an insert id always gets the same one.
 */
export function createRetry(options: RetryOptions): QuarantineRetry {
  const { limits, findJudgement } = options;
  return async (quarantined) => {
    const { project, tool = '', received_at, index } = quarantined;
    const bodies = readBodies(quarantined, options.translations ?? translations);
    if (bodies === undefined) return quarantined;
    const arrival: Arrival = {
      ...{ project, tool, receivedAt: received_at, limits },
      checkText: true,
      checkSize: true,
      // Only some clients may send objects. An event that was judged was valid in this respect.
      allowObjects: isOfClient(quarantined.body) || judgedCodes.has(quarantined.code),
      judgement: await findJudgement(project, { tool }),
    };
    const events: StoredEvent[] = [];
    for (const [place, body] of bodies.entries()) {
      const insertId = deriveInsertId(quarantined, place);
      const event = normaliseEvent(body, index, { ...arrival, insertId });
      if (event instanceof EventFault) {
        const { code, field, message } = event;
        return { code, field, message };
      }
      events.push(event);
    }
    return { events };
  };
}

/** The events of a body; undefined if it cannot be read. */
function readBodies(
  { body, received_at: receivedAt }: QuarantinedEvent,
  known: ReadonlyMap<string, TranslateBody>,
): readonly JsonObject[] | undefined {
  if (!isObject(body)) return undefined;
  const { client, path, content, event } = body;
  if (event !== undefined || typeof client !== 'string') return [body];
  if (typeof path !== 'string' || content === undefined) return undefined;
  return known.get(client)?.({ path, content, receivedAt });
}

function isOfClient(body: Json): boolean {
  return isObject(body) && typeof body.client === 'string';
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The same for the same quarantined event, whatever its reason: from the id that it got when it
 * arrived. Events of earlier versions have only their body.
 */
function deriveInsertId({ project, insert_id, body }: QuarantinedEvent, place: number): string {
  if (insert_id !== null) return place === 0 ? insert_id : `${insert_id}-${place}`;
  const text = JSON.stringify([project, body, place]);
  return `quarantined-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
