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
      // The body was valid in this respect when it arrived; only some clients may send objects.
      allowObjects: judgedCodes.has(quarantined.code),
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
  { body }: QuarantinedEvent,
  known: ReadonlyMap<string, TranslateBody>,
): readonly JsonObject[] | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { client, content, event } = body;
  if (event !== undefined || typeof client !== 'string') return [body];
  const bodies = content === undefined ? undefined : known.get(client)?.(content);
  return bodies === undefined || bodies.length === 0 ? undefined : bodies;
}

/** The same for the same body, whatever the reason for which it is quarantined. */
function deriveInsertId({ project, body }: QuarantinedEvent, place: number): string {
  const text = JSON.stringify([project, body, place]);
  return `quarantined-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}
