import type { WireEvent } from '@sonde/protocol';
import { judgeFailure, parseObject } from './judge-response.js';
import {
  identifyEvent,
  identityOf,
  propertiesOf,
  systemOf,
  timeOf,
  traitsOf,
  versionOf,
} from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** One event as Amplitude's libraries write it. */
export function encodeAmplitudeEvent(event: WireEvent, { library, tool }: BatchContext) {
  const { userId, anonymousId } = identityOf(event);
  const { project_id: project } = event;
  return {
    event_type: event.event,
    insert_id: event.insert_id,
    // Amplitude links a device id to a user id if one event has both.
    user_id: userId,
    device_id: anonymousId,
    // The events of an invocation are at least 1 ms apart, so the time alone orders them.
    time: timeOf(event),
    event_id: event.sequence,
    ...(event.event === identifyEvent
      ? { user_properties: { $set: traitsOf(event, tool) } }
      : { event_properties: propertiesOf(event) }),
    groups: project === undefined ? undefined : { project },
    app_version: versionOf(event),
    platform: 'CLI',
    os_name: systemOf(event),
    library,
  };
}

/** The event indexes in lists by field, such as `{ "time": [0, 3] }`. */
function indexesIn(fields: unknown): number[] {
  return Object.values(Object(fields))
    .flat()
    .filter((index): index is number => Number.isInteger(index));
}

/** A user or device that sends too fast is refused this long. */
const throttledMs = 30_000;

/** Amplitude's HTTP V2 API, `POST /2/httpapi`, as its documentation describes it. */
export const amplitudeFormat: WireFormat = {
  maxEvents: 2_000,
  maxBodyBytes: 1_000_000,
  maxEventBytes: 1_000_000,
  compresses: false,

  encode(events, context) {
    const { encodeEvent = encodeAmplitudeEvent } = context;
    return {
      headers: {},
      body: JSON.stringify({
        api_key: context.key ?? '',
        events: events.map((event) => encodeEvent(event, context)),
        // Amplitude's default minimum is five characters.
        options: { min_id_length: 1 },
        client_upload_time: context.sentAt,
      }),
    };
  },

  judge(response, events) {
    const parsed = parseObject(response.text);
    const { status } = response;
    if (status >= 200 && status < 300) {
      return parsed?.code === 200
        ? { kind: 'done', rejected: [], wantsCatalog: false }
        : { kind: 'later', reason: `status ${status} without an error code` };
    }
    if (status === 400) {
      // The events are valid, so none is quarantined.
      if (/api[ _]?key/i.test(`${parsed?.error} ${parsed?.missing_field}`)) {
        return { kind: 'later', reason: 'the key is refused' };
      }
      const indexes = [
        ...indexesIn(parsed?.events_with_invalid_fields),
        ...indexesIn(parsed?.events_with_missing_fields),
        ...indexesIn(parsed?.events_with_invalid_id_lengths),
        ...indexesIn([parsed?.silenced_events ?? []]),
      ];
      return { kind: 'refused', code: 'http_400', indexes };
    }
    if (status === 429) {
      const users = Object(parsed?.exceeded_daily_quota_users);
      const devices = Object(parsed?.exceeded_daily_quota_devices);
      const isOverQuota = (event: WireEvent) => {
        const { userId = '', anonymousId = '' } = identityOf(event);
        return Object.hasOwn(users, userId) || Object.hasOwn(devices, anonymousId);
      };
      const indexes = events.flatMap((event, index) => (isOverQuota(event) ? index : []));
      // Such a user or device is refused for hours, and must not hold up the others.
      if (indexes.length > 0) return { kind: 'refused', code: 'daily_quota', indexes };
      const throttled = indexesIn([parsed?.throttled_events ?? []]);
      return {
        kind: 'later',
        reason: 'status 429',
        waitMs: throttledMs,
        ...(throttled.length > 0 && { indexes: throttled }),
      };
    }
    return judgeFailure(response);
  },
};
