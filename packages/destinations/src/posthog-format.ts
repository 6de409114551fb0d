import type { WireEvent } from '@sonde/protocol';
import { judgePlainResponse, parseObject } from './judge-response.js';
import { identifyEvent, identityOf, libraryOf, propertiesOf } from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** One event as PostHog's libraries write it. */
export function encodePosthogEvent(event: WireEvent, context: BatchContext) {
  const library = libraryOf(context.library);
  const { userId, anonymousId } = identityOf(event);
  const isIdentify = event.event === identifyEvent && userId !== undefined;
  return {
    event: event.event,
    uuid: event.insert_id,
    distinct_id: userId ?? anonymousId,
    timestamp: event.timestamp,
    properties: {
      ...propertiesOf(event),
      $lib: library.name,
      $lib_version: library.version,
      // Otherwise PostHog would store the sender's IP address and look up its location.
      $ip: null,
      $geoip_disable: true,
      ...(isIdentify && anonymousId !== undefined && { $anon_distinct_id: anonymousId }),
      // A user who never signed in gets no profile; signing in links earlier events to the user.
      ...(userId === undefined && { $process_person_profile: false }),
    },
  };
}

/** PostHog's `POST /batch/`, as its documentation describes it. */
export const posthogFormat: WireFormat = {
  maxBodyBytes: 4_000_000,
  maxEventBytes: 900_000,
  compresses: true,

  encode(events, context) {
    return {
      headers: {},
      body: JSON.stringify({
        api_key: context.key ?? '',
        batch: events.map((event) => encodePosthogEvent(event, context)),
        sent_at: context.sentAt,
      }),
    };
  },

  judge(response) {
    // Some versions respond to an unknown key with 400. The events are valid, so none is quarantined.
    const { type, code } = parseObject(response.text) ?? {};
    return response.status === 400 &&
      (type === 'authentication_error' || code === 'invalid_api_key')
      ? { kind: 'later', reason: 'the key is refused' }
      : judgePlainResponse(response);
  },
};
