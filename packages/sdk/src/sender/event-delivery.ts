import { destinationUrl, type PostResponse, wireFormatOf } from '@sonde/destinations';
import type { IngestMeta, WireEvent } from '@sonde/protocol';
import { hashCatalog } from '../catalog/catalog-hash.js';
import { catalogToJson } from '../catalog/catalog-to-json.js';
import type { DebugLog } from '../runtime/debug-log.js';
import { join } from '../runtime/node-modules.js';
import type { Environment } from '../runtime/variables.js';
import { appendLine } from '../spool/append-line.js';
import type { Counts } from '../spool/counts.js';
import { logDelivery } from '../spool/delivery-log.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import { type PostRequest, post } from './post-request.js';
import { releaseMemory } from './save-memory.js';

/** The losses since the last report to the collector. */
export interface LossReport {
  /** Idempotency key, unchanged until the collector has responded; undefined if it could not be saved. */
  id: string | undefined;
  dropped: Counts;
}

/** The outcome of a batch. */
export type DeliveryResult =
  /** `isReported`: whether a collector has accepted the loss report. */
  | { kind: 'done'; isReported: boolean }
  /** Not accepted now: resend the whole batch later. */
  | { kind: 'later'; reason: string; retryAfter: string | undefined };

/** Sends batches to one destination. */
export interface EventDelivery {
  /**
   * Sends a batch. Refused events are quarantined; if some events make the collector refuse the whole
   * batch, it is split to find them.
   */
  deliver(events: readonly WireEvent[], lossReport: LossReport): Promise<DeliveryResult>;
  /** Events quarantined so far. */
  readonly quarantined: number;
  readonly sent: number;
}

/** A loss report while its batch is delivered, possibly in parts. */
interface OpenReport extends LossReport {
  /** Events of the batch that were accepted in earlier parts. */
  sent: number;
  isReported: boolean;
}

function countLost(dropped: Counts): number {
  // An event that lost a value still counts as an event.
  const { value: _values, ...events } = dropped;
  return Object.values(events).reduce((sum, count) => sum + count, 0);
}

/**
 * Options that save memory: a small window, since bodies are small and their events alike, and small
 * output chunks, since larger ones are freed long after their use.
 */
const compression = { windowBits: 13, memLevel: 6, chunkSize: 1024 };

/** Creates the delivery to the destination of `settings`. */
export function createEventDelivery(options: {
  settings: SenderSettings;
  /** Where quarantined events are kept; undefined when there is no usable directory. */
  directory: string | undefined;
  environment: Environment;
  /** How often delivery has failed since it last succeeded. Default 0. */
  failures?: () => number;
  /** Milliseconds left until the sender must have ended. */
  remainingMs: () => number;
  debug: DebugLog;
}): EventDelivery {
  const { settings, directory, remainingMs, debug } = options;
  const format = wireFormatOf(settings.type);
  const url = destinationUrl(settings.type, settings.endpoint);
  const catalog = catalogToJson(settings.catalog);
  const catalogHash = hashCatalog(catalog);
  /** The fields that every batch has in addition to its events. */
  const about = {
    library: settings.library,
    tool: settings.catalog.tool,
    catalog_hash: catalogHash,
  };
  let quarantined = 0;
  let sent = 0;

  /** @param limit In bytes. A larger body is not sent, and undefined is returned. */
  async function send(
    events: readonly WireEvent[],
    meta: IngestMeta,
    limit: number,
  ): Promise<PostResponse | undefined> {
    if (url === undefined) throw new Error(`${settings.endpoint} is not an HTTP address`);
    const { headers, body } = format.encode(events, {
      key: settings.key,
      library: settings.library,
      tool: settings.catalog.tool,
      sentAt: new Date().toISOString(),
      meta,
      retryCount: options.failures?.() ?? 0,
    });
    const bytes = Buffer.from(body);
    if (bytes.length > limit) return undefined;
    const request: PostRequest = {
      url,
      headers: {
        'content-type': 'application/json',
        ...(format.compresses && { 'content-encoding': 'gzip' }),
        accept: 'application/json',
        'user-agent': settings.library,
        ...headers,
      },
      body: format.compresses
        ? process.getBuiltinModule('node:zlib').gzipSync(bytes, compression)
        : bytes,
      timeoutMs: Math.max(1, Math.min(settings.requestTimeoutMs, remainingMs())),
      environment: options.environment,
    };
    const dropped = meta.loss?.dropped ?? {};
    const { key } = settings;
    const response = await logDelivery(directory, { url, key, body, dropped }, () => post(request));
    releaseMemory();
    return response;
  }

  function quarantine(event: WireEvent, code: string): void {
    quarantined += 1;
    debug(`quarantined ${event.event} ${event.insert_id}: ${code}`);
    if (directory === undefined) return;
    const now = new Date().toISOString();
    try {
      appendLine(join(directory, `quarantine-${now.slice(0, 10)}.jsonl`), {
        quarantined_at: now,
        code,
        event,
      });
    } catch (error) {
      // The event is counted as lost. Accepted events must not wait for the copy of a refused one.
      debug(`could not keep a copy of the quarantined event: ${error}`);
    }
  }

  async function sendCatalog(): Promise<void> {
    try {
      const response = await send([], { ...about, catalog }, format.maxBodyBytes);
      debug(`sent the catalog ${catalogHash}: ${response?.status}`);
    } catch (error) {
      // The collector requests it again with the next batch.
      debug(`could not send the catalog: ${error}`);
    }
  }

  /** Finds the events that were refused, quarantines them, and delivers the rest. */
  async function divide(
    events: readonly WireEvent[],
    refused: { code: string; indexes: readonly number[] },
    lossReport: OpenReport,
  ): Promise<DeliveryResult> {
    const { code } = refused;
    const named = new Set(refused.indexes.filter((index) => events[index] !== undefined));
    const [only] = events;
    if (events.length === 1 && only !== undefined) named.add(0);
    if (named.size > 0) {
      debug(`refused ${named.size} of ${events.length} events: ${code}`);
      const rest = events.filter((_event, index) => !named.has(index));
      // The rest first: if it has to wait, the refused events must not be quarantined a second time.
      const result = await attempt(rest, lossReport);
      if (result.kind === 'done') {
        for (const index of named) quarantine(events[index] as WireEvent, code);
      }
      return result;
    }
    debug(`split ${events.length} events: ${code}`);
    const middle = Math.ceil(events.length / 2);
    const first = await attempt(events.slice(0, middle), lossReport);
    return first.kind === 'done' ? attempt(events.slice(middle), lossReport) : first;
  }

  async function attempt(
    events: readonly WireEvent[],
    lossReport: OpenReport,
  ): Promise<DeliveryResult> {
    if (events.length === 0) return { kind: 'done', isReported: lossReport.isReported };
    const { id, dropped } = lossReport;
    const all = lossReport.sent + events.length;
    const meta: IngestMeta = {
      ...about,
      loss: { ...(id && { id }), recorded: all + countLost(dropped), sent: all, dropped },
    };
    const limit = events.length === 1 ? format.maxEventBytes : format.maxBodyBytes;
    let response: PostResponse | undefined;
    try {
      response = await send(events, meta, limit);
    } catch (error) {
      return { kind: 'later', reason: String(error), retryAfter: undefined };
    }
    if (response === undefined) {
      return divide(events, { code: 'too_large', indexes: [] }, lossReport);
    }
    const verdict = format.judge(response, events);
    switch (verdict.kind) {
      case 'later':
        return { ...verdict, retryAfter: response.retryAfter };
      case 'refused':
        return divide(events, verdict, lossReport);
      case 'done':
        sent += events.length;
        lossReport.isReported = true;
        if (id === undefined) lossReport.dropped = {};
        // The next part resends the same loss report, so it includes what this part has sent.
        else lossReport.sent = all;
        debug(`sent ${events.length} event${events.length === 1 ? '' : 's'}: ${response.status}`);
        for (const { index, code } of verdict.rejected) {
          const event = events[index];
          if (event === undefined) continue;
          quarantine(event, code);
          sent -= 1;
        }
        if (verdict.wantsCatalog) await sendCatalog();
        return { kind: 'done', isReported: true };
    }
  }

  return {
    deliver: (events, lossReport) => attempt(events, { ...lossReport, sent: 0, isReported: false }),
    get quarantined() {
      return quarantined;
    },
    get sent() {
      return sent;
    },
  };
}
