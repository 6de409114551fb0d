import type { WireEvent } from '@sonde/protocol';
import { judgePlainResponse } from './judge-response.js';
import { baseOf, identifyEvent, identityOf, libraryOf, propertiesOf } from './vendor-event.js';
import type { BatchContext, WireFormat } from './wire-format.js';

/** One event as Segment's libraries write it. */
export function encodeSegmentEvent(event: WireEvent, { library, tool }: BatchContext) {
  const { userId, anonymousId } = identityOf(event);
  const isIdentify = event.event === identifyEvent && userId !== undefined;
  return {
    type: isIdentify ? 'identify' : 'track',
    messageId: event.insert_id,
    ...(userId !== undefined && { userId }),
    ...(anonymousId !== undefined && { anonymousId }),
    timestamp: event.timestamp,
    ...(isIdentify ? { traits: {} } : { event: event.event, properties: propertiesOf(event) }),
    context: {
      library: libraryOf(library),
      app: { name: tool, version: baseOf(event, 'version') },
      os: { name: baseOf(event, 'operating_system') },
    },
  };
}

/** Segment's HTTP tracking API, `POST /v1/batch`, as its documentation describes it. */
export const segmentFormat: WireFormat = {
  maxBodyBytes: 500_000,
  maxEventBytes: 32_000,
  compresses: false,

  encode(events, context) {
    const { key, sentAt } = context;
    const login = Buffer.from(`${key ?? ''}:`).toString('base64');
    return {
      headers: { authorization: `Basic ${login}` },
      body: JSON.stringify({
        batch: events.map((event) => encodeSegmentEvent(event, context)),
        sentAt,
      }),
    };
  },

  judge: judgePlainResponse,
};
