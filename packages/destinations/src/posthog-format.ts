import type { WireEvent } from '@sonde/protocol';
import { judgePlainResponse, parseObject } from './judge-response.js';
import { stableUuid } from './stable-uuid.js';
import {
  identifyEvent,
  identityOf,
  libraryOf,
  propertiesOf,
  systemOf,
  versionOf,
} from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** One event as PostHog's libraries write it. */
export function encodePosthogEvent(event: WireEvent, { library, tool }: BatchContext) {
  const { name, version } = libraryOf(library);
  const { userId, anonymousId } = identityOf(event);
  const { insert_id: id, project_id: project } = event;
  const system = systemOf(event);
  const $app_version = versionOf(event);
  // PostHog's libraries for browsers write it so.
  const $os = system === 'macOS' ? 'Mac OS X' : system;
  const app = { $app_name: tool || undefined, $app_version, $os };
  return {
    event: event.event,
    uuid: id && stableUuid(id),
    distinct_id: userId ?? anonymousId,
    timestamp: event.timestamp,
    properties: {
      ...propertiesOf(event),
      ...app,
      $lib: name,
      $lib_version: version,
      // Without these, PostHog stores the sender's IP address and looks up its location.
      $ip: null,
      $geoip_disable: true,
      $groups: project && { project },
      ...(event.event === identifyEvent &&
        userId !== undefined && {
          $anon_distinct_id: anonymousId,
          $set: app,
          $set_once: { $initial_app_version: $app_version, $initial_os: $os },
        }),
      // A user who never signed in gets no profile; signing in links earlier events to the user.
      ...(userId === undefined && { $process_person_profile: false }),
    },
  };
}

/** PostHog's `POST /batch/`, as its documentation describes it. */
export const posthogFormat: WireFormat = {
  maxEvents: 1_000,
  maxBodyBytes: 4_000_000,
  maxEventBytes: 900_000,
  compresses: true,

  encode(events, context) {
    const { encodeEvent = encodePosthogEvent } = context;
    return {
      headers: {},
      body: JSON.stringify({
        api_key: context.key ?? '',
        historical_migration: context.isBacklog,
        batch: events.map((event) => encodeEvent(event, context)),
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
