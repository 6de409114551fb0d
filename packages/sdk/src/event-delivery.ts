import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { IngestAnswer, IngestMeta, WireEvent } from '@sonde/protocol';
import { hashCatalog } from './catalog-hash.js';
import { catalogToJson } from './catalog-to-json.js';
import type { DebugLog } from './debug-log.js';
import { logDelivery } from './delivery-log.js';
import { type PostAnswer, type PostRequest, post } from './post-request.js';
import type { SenderSettings } from './sender-settings.js';
import type { Environment } from './variables.js';

/** What became of a batch. */
export type DeliveryResult =
  | { kind: 'done' }
  /** Not now: all of it is to be sent again later. */
  | { kind: 'later'; reason: string; retryAfter: string | undefined };

/** Sends batches to one endpoint. */
export interface EventDelivery {
  /**
   * Sends a batch whole. Events that the collector refuses are put into quarantine, one by one where
   * it refused the batch for their sake.
   *
   * @param dropped Lost since the last batch, by reason.
   */
  deliver(events: readonly WireEvent[], dropped: Record<string, number>): Promise<DeliveryResult>;
  /** Put into quarantine so far. */
  readonly quarantined: number;
  readonly sent: number;
}

function parseAnswer(answer: PostAnswer): Partial<IngestAnswer> | undefined {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function countLost(dropped: Record<string, number>): number {
  // An event that lost a value is still an event.
  const { value: _values, ...events } = dropped;
  return Object.values(events).reduce((sum, count) => sum + count, 0);
}

/** Creates the delivery to the endpoint of `settings`. */
export function createEventDelivery(options: {
  settings: SenderSettings;
  /** Where quarantined events are kept; undefined when there is no usable directory. */
  directory: string | undefined;
  environment: Environment;
  /** Milliseconds left until the sender must have ended. */
  remainingMs: () => number;
  debug: DebugLog;
}): EventDelivery {
  const { settings, directory, remainingMs, debug } = options;
  const catalog = catalogToJson(settings.catalog);
  const catalogHash = hashCatalog(catalog);
  let quarantined = 0;
  let sent = 0;

  async function send(events: readonly WireEvent[], meta: IngestMeta): Promise<PostAnswer> {
    const sent_at = new Date().toISOString();
    const body = JSON.stringify({
      events: events.map((event) => ({ ...event, sent_at })),
      meta,
    });
    const request: PostRequest = {
      url: settings.url,
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        accept: 'application/json',
        'user-agent': settings.library,
        ...(settings.key !== undefined && { 'x-api-key': settings.key }),
      },
      body: gzipSync(body),
      timeoutMs: Math.max(1, Math.min(settings.requestTimeoutMs, remainingMs())),
      environment: options.environment,
    };
    const { url, key } = settings;
    const dropped = meta.loss?.dropped ?? {};
    return logDelivery(directory, { url, key, body, dropped }, () => post(request));
  }

  function quarantine(event: WireEvent, code: string): void {
    quarantined += 1;
    debug(`quarantined ${event.event} ${event.insert_id}: ${code}`);
    if (directory === undefined) return;
    const now = new Date().toISOString();
    try {
      appendFileSync(
        join(directory, `quarantine-${now.slice(0, 10)}.jsonl`),
        `${JSON.stringify({ quarantined_at: now, code, event })}\n`,
        { mode: 0o600 },
      );
    } catch (error) {
      // It is counted; events that the collector takes must not wait for the copy of one it does not.
      debug(`no copy is kept: ${error}`);
    }
  }

  async function sendCatalog(): Promise<void> {
    try {
      const { status } = await send([], {
        library: settings.library,
        catalog_hash: catalogHash,
        catalog,
      });
      debug(`sent the catalog ${catalogHash}: ${status}`);
    } catch (error) {
      // It is asked for again with the next batch.
      debug(`the catalog was not sent: ${error}`);
    }
  }

  async function deliver(
    events: readonly WireEvent[],
    dropped: Record<string, number>,
  ): Promise<DeliveryResult> {
    if (events.length === 0) return { kind: 'done' };
    let answer: PostAnswer;
    try {
      answer = await send(events, {
        library: settings.library,
        catalog_hash: catalogHash,
        loss: {
          recorded: events.length + countLost(dropped),
          sent: events.length,
          dropped,
        },
      });
    } catch (error) {
      return { kind: 'later', reason: String(error), retryAfter: undefined };
    }
    const { status, retryAfter } = answer;
    const parsed = parseAnswer(answer);
    // Anything may answer 200, a hotel's sign-in page included; only a collector counts events.
    if (status === 202 || (status >= 200 && status < 300 && typeof parsed?.accepted === 'number')) {
      sent += events.length;
      debug(`sent ${events.length} events: ${status}`);
      for (const problem of Array.isArray(parsed?.rejected) ? parsed.rejected : []) {
        const event = events[problem?.index];
        if (event !== undefined) {
          quarantine(event, String(problem.code));
          sent -= 1;
        }
      }
      if (parsed?.catalog_wanted === true) await sendCatalog();
      return { kind: 'done' };
    }
    if (status === 400 || status === 413 || status === 422) {
      const [only] = events;
      if (events.length === 1 && only !== undefined) {
        quarantine(only, `http_${status}`);
        return { kind: 'done' };
      }
      debug(`split ${events.length} events: ${status}`);
      const middle = Math.ceil(events.length / 2);
      const first = await deliver(events.slice(0, middle), dropped);
      return first.kind === 'done' ? deliver(events.slice(middle), {}) : first;
    }
    return { kind: 'later', reason: `status ${status}`, retryAfter };
  }

  return {
    deliver,
    get quarantined() {
      return quarantined;
    },
    get sent() {
      return sent;
    },
  };
}
