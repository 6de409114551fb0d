import type { WireEvent } from '@sonde/protocol';
import { judgeFailure, parseObject } from './judge-response.js';
import { baseOf, identifyEvent, identityOf, propertiesOf, timeOf } from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** One event as Amplitude's libraries write it. */
export function encodeAmplitudeEvent(event: WireEvent, { library }: BatchContext) {
  const { userId, anonymousId } = identityOf(event);
  return {
    event_type: event.event,
    ...(event.insert_id !== undefined && { insert_id: event.insert_id }),
    ...(userId !== undefined && { user_id: userId }),
    ...(anonymousId !== undefined && { device_id: anonymousId }),
    // The events of an invocation are at least 1 ms apart, so the time alone orders them.
    time: timeOf(event),
    ...(event.sequence !== undefined && { event_id: event.sequence }),
    // Amplitude links a device id to a user id if one event has both.
    ...(event.event === identifyEvent
      ? { user_properties: { $set: {} } }
      : { event_properties: propertiesOf(event) }),
    app_version: baseOf(event, 'version'),
    os_name: baseOf(event, 'operating_system'),
    library,
  };
}

/** The event indexes in lists by field, such as `{ "time": [0, 3] }`. */
function indexesIn(fields: unknown): number[] {
  return Object.values(Object(fields))
    .flat()
    .filter((index): index is number => Number.isInteger(index));
}

/** Amplitude's HTTP V2 API, `POST /2/httpapi`, as its documentation describes it. */
export const amplitudeFormat: WireFormat = {
  maxBodyBytes: 1_000_000,
  maxEventBytes: 1_000_000,
  compresses: false,

  encode(events, context) {
    return {
      headers: {},
      body: JSON.stringify({
        api_key: context.key ?? '',
        events: events.map((event) => encodeAmplitudeEvent(event, context)),
        // Amplitude's default minimum is five characters.
        options: { min_id_length: 1 },
        client_upload_time: context.sentAt,
      }),
    };
  },

  judge(response) {
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
    return judgeFailure(response);
  },
};
