import {
  type BatchContext,
  backlogFormatOf,
  backlogUrl,
  destinationUrl,
  foreignEncoderOf,
  type PostResponse,
  retryAfterMs,
  type WireFormat,
  wireFormatOf,
} from '@sonde/destinations';
import type { WireEvent } from '@sonde/protocol';
import { version } from '../version.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { sendRequest } from './outgoing-request.js';
import { createWebhookFormat } from './webhook-format.js';

/** What became of a request. `response` is the start of the destination's text. */
export type Attempt =
  /** Accepted, except the events at these indexes. */
  | { kind: 'done'; status: number; response: string; rejected: { index: number; code: string }[] }
  /** None was accepted: those at `indexes` never will be; if there are none, nobody knows which. */
  | {
      kind: 'refused';
      status: number;
      response: string;
      code: string;
      indexes: readonly number[];
    }
  /** None was accepted now. */
  | { kind: 'later'; reason: string; isKeyRefused: boolean; isThrottled: boolean; waitMs: number };

/** The destination of a forwarder: makes requests and judges responses. */
export interface Destination {
  send(events: readonly WireEvent[], about: AboutRequest): Promise<Attempt>;
}

interface AboutRequest {
  /** The tool of all these events; empty if unknown. */
  tool: string;
  /** Whether the events are old and many. */
  isBacklog: boolean;
  /** How often these events were sent before. */
  retryCount: number;
  signal: AbortSignal;
}

interface Protocol {
  url: string;
  format: WireFormat;
}

/** The reason that formats give for a response other than 401 and 403. */
const keyRefused = 'the key is refused';

/** Small enough for the memory of both sides. */
const defaultBodyBytes = 4_000_000;

/** Of a response, kept with a dead letter. */
const excerptCharacters = 500;

const library = `sonde-collector/${version}`;

export function createDestination(settings: ForwarderSettings, timeoutMs: number): Destination {
  const { key, batch, type } = settings;
  const encodeEvent = type === 'webhook' ? undefined : foreignEncoderOf(type);
  const usual = protocolOf(settings, false);
  const ofBacklog = protocolOf(settings, true);
  return {
    async send(events, { tool, isBacklog, retryCount, signal }) {
      const { url, format } = isBacklog ? ofBacklog : usual;
      const context: BatchContext = {
        ...{ key, library, tool, isBacklog, retryCount },
        sentAt: new Date().toISOString(),
        meta: { library, forwarded: true, ...(tool !== '' && { tool }) },
        ...(encodeEvent && { encodeEvent }),
      };
      const { headers, body } = format.encode(events, context);
      if (
        events.length > format.maxEvents ||
        Buffer.byteLength(body) > largestBody(format, events.length, batch.bytes)
      ) {
        return { kind: 'refused', status: 0, response: '', code: 'too_large', indexes: [] };
      }
      let response: Awaited<ReturnType<typeof sendRequest>>;
      try {
        response = await sendRequest({
          url,
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
        return { kind: 'later', reason, isKeyRefused: false, isThrottled: false, waitMs: 0 };
      }
      const excerpt = response.isText ? excerptOf(response.text, key) : '';
      return judge(format, response, events, excerpt);
    },
  };
}

function protocolOf({ type, endpoint, format }: ForwarderSettings, isBacklog: boolean): Protocol {
  if (type === 'webhook') return { url: endpoint, format: createWebhookFormat(format) };
  const urlOf = isBacklog ? backlogUrl : destinationUrl;
  return {
    url: urlOf(type, endpoint) ?? endpoint,
    format: isBacklog ? backlogFormatOf(type) : wireFormatOf(type),
  };
}

function largestBody(format: WireFormat, events: number, bytes: number | undefined): number {
  // A smaller limit of the settings only groups events: a single larger one is sent.
  if (events === 1) return format.maxEventBytes;
  return Math.min(format.maxBodyBytes, bytes ?? defaultBodyBytes);
}

/** Some destinations repeat the request, and so the key. */
function excerptOf(text: string, key: string): string {
  const withoutKey = key === '' ? text : text.replaceAll(key, '…');
  return withoutKey.trim().slice(0, excerptCharacters);
}

function judge(
  format: WireFormat,
  response: PostResponse,
  events: readonly WireEvent[],
  excerpt: string,
): Attempt {
  const { status, retryAfter } = response;
  const verdict = format.judge(response, events);
  switch (verdict.kind) {
    case 'done':
      return {
        ...{ kind: 'done', status, response: excerpt },
        // What waits in the quarantine of another collector is not delivered.
        rejected: [...verdict.rejected, ...(verdict.quarantined ?? [])],
      };
    case 'refused':
      return { ...verdict, status, response: excerpt };
    case 'later': {
      const { reason, waitMs = 0 } = verdict;
      const isKeyRefused = status === 401 || status === 403 || reason === keyRefused;
      const askedMs = Math.max(waitMs, retryAfterMs(retryAfter, Date.now()));
      const isThrottled = verdict.indexes !== undefined;
      return { kind: 'later', reason, isKeyRefused, isThrottled, waitMs: askedMs };
    }
  }
}
