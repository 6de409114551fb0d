import type { WireEvent } from '@sonde/protocol';
import { judgePlainResponse } from './judge-response.js';
import { stableUuid } from './stable-uuid.js';
import {
  identifyEvent,
  identityOf,
  libraryOf,
  propertiesOf,
  systemOf,
  traitsOf,
  versionOf,
} from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** Longer ids are refused. */
const maxIdLength = 100;

/** One event as Segment's libraries write it. */
export function encodeSegmentEvent(event: WireEvent, { library, tool }: BatchContext) {
  const { userId, anonymousId } = identityOf(event);
  const { insert_id: id } = event;
  const name = systemOf(event);
  const version = versionOf(event);
  return {
    ...(event.event === identifyEvent && userId !== undefined
      ? { type: 'identify', traits: traitsOf(event, tool) }
      : { type: 'track', event: event.event, properties: propertiesOf(event) }),
    messageId: id !== undefined && id.length > maxIdLength ? stableUuid(id) : id,
    userId,
    anonymousId,
    timestamp: event.timestamp,
    context: {
      library: libraryOf(library),
      app: tool || version ? { name: tool || undefined, version } : undefined,
      os: name && { name },
      groupId: event.project_id,
    },
  };
}

/** Segment's HTTP tracking API, `POST /v1/batch`, as its documentation describes it. */
export const segmentFormat: WireFormat = {
  maxEvents: 1_000,
  maxBodyBytes: 500_000,
  maxEventBytes: 32_000,
  compresses: false,

  encode(events, context) {
    const { key, sentAt, retryCount, encodeEvent = encodeSegmentEvent } = context;
    const login = Buffer.from(`${key ?? ''}:`).toString('base64');
    return {
      headers: {
        authorization: `Basic ${login}`,
        ...(retryCount && { 'x-retry-count': `${retryCount}` }),
      },
      body: JSON.stringify({
        batch: events.map((event) => encodeEvent(event, context)),
        sentAt,
      }),
    };
  },

  judge: judgePlainResponse,
};
