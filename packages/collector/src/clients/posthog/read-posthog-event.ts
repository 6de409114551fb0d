import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { asObject, joinProperties, toId, toWireTime } from '../client-values.js';
import { toOperatingSystem } from '../operating-system.js';
import { readPosthogIds } from './read-posthog-ids.js';
import { removeSourceCode } from './remove-source-code.js';

type JsonObject = { [name: string]: Json };

export interface PosthogContext {
  /** When the batch was sent; null if the client does not say it. */
  sentAt: string | null;
  /** `$lib` and `$lib_version`, if they are not in the events. */
  library: JsonObject;
}

/** One event of any of PostHog's clients. */
export function readPosthogEvent(event: JsonObject, context: PosthogContext): ClientEvent {
  const properties = readProperties(event, context);
  const readable = asObject(properties) ?? {};
  return {
    event: event.event ?? null,
    insert_id: toId(event.uuid ?? readable.$insert_id) ?? null,
    timestamp: toWireTime(event.timestamp) ?? null,
    sent_at: readable.$ignore_sent_at === true ? null : context.sentAt,
    ...readPosthogIds(event, readable),
    properties,
  };
}

/** Fields of an event that are properties in other versions. */
const movedFields = [
  ['$set', '$set'],
  ['$set_once', '$set_once'],
  ['session_id', '$session_id'],
  ['window_id', '$window_id'],
] as const;

/** Properties that the newest format has moved to `options`. */
const movedOptions = [
  ['process_person_profile', '$process_person_profile'],
  ['cookieless_mode', '$cookieless_mode'],
  ['disable_skew_correction', '$ignore_sent_at'],
  ['product_tour_id', '$product_tour_id'],
] as const;

function readProperties(event: JsonObject, { library }: PosthogContext): Json {
  const others = { ...library };
  for (const [field, name] of movedFields) {
    const value = event[field];
    if (value !== undefined) others[name] = value;
  }
  const options = asObject(event.options) ?? {};
  for (const [option, name] of movedOptions) {
    const value = options[option];
    if (value !== undefined) others[name] = value;
  }
  const all = joinProperties(event.properties, others);
  const readable = asObject(all);
  if (readable === undefined) return all;
  // The id is a field of the event; some clients repeat it here.
  const { $ip: _address, distinct_id: _repeated, ...kept } = readable;
  const { $exception_list: exceptions } = kept;
  if (Array.isArray(exceptions)) kept.$exception_list = removeSourceCode(exceptions);
  return joinProperties(kept, readSystem(kept));
}

function readSystem({ $app_version, $os }: JsonObject): JsonObject {
  return {
    ...(typeof $app_version === 'string' && { version: $app_version }),
    ...(typeof $os === 'string' && { operating_system: toOperatingSystem($os) }),
  };
}
