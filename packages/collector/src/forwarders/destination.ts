import {
  type BatchContext,
  destinationUrl,
  type PostResponse,
  type WireFormat,
  wireFormatOf,
} from '@sonde/destinations';
import type { WireEvent } from '@sonde/protocol';
import { version } from '../version.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { sendRequest } from './outgoing-request.js';
import { createWebhookFormat } from './webhook-format.js';

/** What became of a request. */
export type Attempt =
  /** Accepted, except the events at these indexes. */
  | { kind: 'done'; status: number; rejected: { index: number; code: string }[] }
  /** None was accepted: those at `indexes` never will be; if there are none, nobody knows which. */
  | { kind: 'refused'; status: number; code: string; indexes: readonly number[] }
  /** None was accepted now. */
  | { kind: 'later'; reason: string; isKeyRefused: boolean; retryAfter: string | undefined };

/** The destination of a forwarder: makes requests and judges responses. */
export interface Destination {
  /** Whether all events of a request must be of one tool. */
  readonly needsOneTool: boolean;
  send(
    events: readonly WireEvent[],
    about: { tool: string; isBacklog: boolean; signal: AbortSignal },
  ): Promise<Attempt>;
}

const library = `sonde-collector/${version}`;

export function createDestination(settings: ForwarderSettings, timeoutMs: number): Destination {
  const { type, endpoint, key, batch } = settings;
  const format = type === 'webhook' ? createWebhookFormat(settings.format) : wireFormatOf(type);
  const url = type === 'webhook' ? endpoint : (destinationUrl(type, endpoint) ?? endpoint);
  // Amplitude wants backlogs there: its other address limits the events of a device by second.
  const backlogUrl = type === 'amplitude' ? url.replace(/\/2\/httpapi(?=$|[?#])/, '/batch') : url;
  return {
    needsOneTool: type === 'segment' || type === 'sonde',
    async send(events, { tool, isBacklog, signal }) {
      const context: BatchContext = {
        ...{ key, library, tool },
        sentAt: new Date().toISOString(),
        meta: { library, ...(tool !== '' && { tool }) },
      };
      const { headers, body } = format.encode(events, context);
      if (Buffer.byteLength(body) > largestBody(format, events.length, batch.bytes)) {
        return { kind: 'refused', status: 0, code: 'too_large', indexes: [] };
      }
      let response: PostResponse;
      try {
        response = await sendRequest({
          url: isBacklog ? backlogUrl : url,
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            'user-agent': library,
            ...headers,
          },
          body,
          compresses: format.compresses,
          ...{ timeoutMs, signal },
        });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { kind: 'later', reason, isKeyRefused: false, retryAfter: undefined };
      }
      return judge(format, response);
    },
  };
}

function largestBody(format: WireFormat, events: number, bytes: number | undefined): number {
  // A smaller limit of the settings only groups events: a single larger one is sent.
  if (events === 1) return format.maxEventBytes;
  return Math.min(format.maxBodyBytes, bytes ?? Number.POSITIVE_INFINITY);
}

function judge(format: WireFormat, response: PostResponse): Attempt {
  const { status, retryAfter } = response;
  const verdict = format.judge(response);
  switch (verdict.kind) {
    case 'done':
      return { kind: 'done', status, rejected: verdict.rejected };
    case 'refused':
      return { ...verdict, status };
    case 'later': {
      const isKeyRefused =
        status === 401 || status === 403 || verdict.reason === 'the key is refused';
      return { kind: 'later', reason: verdict.reason, isKeyRefused, retryAfter };
    }
  }
}
