import type { Json } from '@sonde/protocol';
import type { ClientEvent } from '../client-family.js';
import { addMissing, asObject, toId, toWireTime } from '../client-values.js';
import { toOperatingSystem } from '../operating-system.js';
import { parseJson as parseText } from '../parse-json.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readCountlyEvent } from './read-countly-event.js';

type JsonObject = { [name: string]: Json };
type Read = ClientEvent | UnreadableEvent;

/** Parameters of every call. Places and addresses are not stored. */
const commonParameters: ReadonlySet<string> = new Set([
  ...['app_key', 'device_id', 'sdk_name', 'sdk_version', 't', 'av', 'rr'],
  ...['timestamp', 'hour', 'dow', 'tz', 'checksum', 'checksum256'],
  ...['country_code', 'city', 'location', 'ip_address'],
]);

/** The parameters that stand for events, in the order of these. */
const readers: Readonly<Record<string, (value: Json, call: JsonObject) => Read[]>> = {
  // Both ids on one event make them one person.
  old_device_id: (id, { device_id }) => [
    {
      event: '$create_alias',
      anonymous_id: toId(id) ?? null,
      user_id: toId(device_id) ?? null,
      properties: {},
    },
  ],
  begin_session: (_flag, { metrics }) => [
    { event: '$session_begin', properties: readMetrics(metrics) },
  ],
  events: (value) => {
    const events = parseJson(value);
    if (Array.isArray(events)) return events.map(readCountlyEvent);
    return [new UnreadableEvent('body_wrong_shape', 'events is not a list', { events: value })];
  },
  session_duration: (value, call) =>
    call.end_session === undefined
      ? [{ event: '$session_update', properties: { duration: toNumber(value) } }]
      : [],
  end_session: (_flag, { session_duration: duration = null }) => [
    { event: '$session_end', properties: { duration: toNumber(duration) } },
  ],
  user_details: (value) =>
    readObject(value, '$set', ({ custom, ...own }) => ({ $set: { ...own, ...asObject(custom) } })),
  crash: (value) => readObject(value, '$crash', readCrash),
  apm: (value) => readObject(value, '$apm', (trace) => trace),
  consent: (value) => readObject(value, '$consent', (consent) => consent),
  campaign_id: (campaign_id, { campaign_user = null }) => [
    { event: '$campaign', properties: { campaign_id, campaign_user } },
  ],
};

/**
 * The events of one call; undefined if it has parameters, but none that is known.
 *
 * @param id The same for a repeat of the call, which is known by its time. A call without a time
 *   leaves its events without ids.
 */
export function readCountlyCall(call: JsonObject, id: string): Read[] | undefined {
  const common = {
    timestamp: toWireTime(call.timestamp) ?? null,
    anonymous_id: toId(call.device_id) ?? null,
  };
  const found = Object.entries(readers).filter(([parameter]) => call[parameter] !== undefined);
  const isKnown = (parameter: string) => commonParameters.has(parameter) || parameter === 'metrics';
  if (found.length === 0 && !Object.keys(call).every(isKnown)) return undefined;
  return found
    .flatMap(([parameter, read]) => read(call[parameter] ?? null, call))
    .map((event, index) => {
      if (event instanceof UnreadableEvent) return event;
      if (common.timestamp !== null) event.insert_id = `${id}-${index}`;
      return addMissing(event, common);
    });
}

/** JSON in a form's parameter is text, in a bulk request itself. Undefined if it is not JSON. */
export function parseJson(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? parseText(value) : value;
}

function readObject(
  value: Json,
  event: string,
  describe: (object: JsonObject) => JsonObject,
): Read[] {
  const object = asObject(parseJson(value));
  return object === undefined
    ? [new UnreadableEvent('event_not_object', event, value)]
    : [{ event, properties: describe(object) }];
}

function readMetrics(value: Json | undefined): JsonObject {
  const { _app_version, _os, ...metrics } = asObject(parseJson(value)) ?? {};
  return {
    ...(_app_version !== undefined && { version: _app_version }),
    ...(_os !== undefined && {
      operating_system: typeof _os === 'string' ? toOperatingSystem(_os) : _os,
    }),
    ...(Object.keys(metrics).length > 0 && { metrics }),
  };
}

/** Messages, stack traces and logs are not stored. */
function readCrash({ _error, _logs, ...others }: JsonObject): JsonObject {
  const [, errorClass = null] =
    /^(?:Uncaught )?([A-Z]\w{0,63})\b/.exec(typeof _error === 'string' ? _error : '') ?? [];
  const { metrics: crash = {}, ...base } = readMetrics(others);
  return { ...base, error_class: errorClass, crash };
}

function toNumber(value: Json): Json {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}
