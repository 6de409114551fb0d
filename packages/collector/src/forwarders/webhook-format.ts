import { createHmac } from 'node:crypto';
import type { Verdict, WireFormat } from '@sonde/destinations';
import type { ForwarderSettings } from './forwarder-settings.js';

/**
 * Signs a body: HMAC-SHA256 with the key over the time in seconds, a dot and the body. The time lets
 * a receiver refuse an old request that someone sends again.
 */
export function signWebhook(key: string, body: string, now: number): Record<string, string> {
  const seconds = Math.floor(now / 1000);
  const signature = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return { 'sonde-timestamp': String(seconds), 'sonde-signature': `v1=${signature}` };
}

/** Sends events as a JSON list, or as one JSON object per line. */
export function createWebhookFormat(format: ForwarderSettings['format']): WireFormat {
  return {
    maxEvents: 1_000,
    maxBodyBytes: 1_000_000,
    maxEventBytes: 1_000_000,
    compresses: false,

    encode(events, { key = '', tool, sentAt }) {
      const all = tool === '' ? events : events.map((event) => ({ ...event, tool }));
      const body =
        format === 'json'
          ? JSON.stringify(all)
          : all.map((event) => `${JSON.stringify(event)}\n`).join('');
      return {
        headers: {
          'content-type': format === 'json' ? 'application/json' : 'application/x-ndjson',
          'sonde-type': 'events',
          ...signWebhook(key, body, Date.parse(sentAt)),
        },
        body,
      };
    },

    judge({ status }): Verdict {
      if (status >= 200 && status < 300) return { kind: 'done', rejected: [], wantsCatalog: false };
      return status === 400 || status === 413 || status === 422
        ? { kind: 'refused', code: `http_${status}`, indexes: [] }
        : { kind: 'later', reason: `status ${status}` };
    },
  };
}
