import { join } from 'node:path';
import type { IngestMeta, WireEvent } from '@sonde/protocol';
import { hashCatalog } from '../catalog/catalog-hash.js';
import { catalogToJson } from '../catalog/catalog-to-json.js';
import { destinationUrl } from '../destinations/destination.js';
import { wireFormatOf } from '../destinations/format-table.js';
import type { PostAnswer } from '../destinations/post-answer.js';
import type { DebugLog } from '../runtime/debug-log.js';
import type { Environment } from '../runtime/variables.js';
import { appendLine } from '../spool/append-line.js';
import type { Counts } from '../spool/counts.js';
import { logDelivery } from '../spool/delivery-log.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import { type PostRequest, post } from './post-request.js';
import { releaseMemory } from './save-memory.js';

/** What was lost since the collector was last told. */
export interface LossAccount {
  /** The same until a collector has answered; undefined where it could not be kept until then. */
  id: string | undefined;
  dropped: Counts;
}

/** What became of a batch. */
export type DeliveryResult =
  | { kind: 'done' /** Whether a collector has answered for the account. */; isTold: boolean }
  /** Not now: all of it is to be sent again later. */
  | { kind: 'later'; reason: string; retryAfter: string | undefined };

/** Sends batches to one destination. */
export interface EventDelivery {
  /**
   * Sends a batch whole. Events that are refused are put into quarantine, one by one where the batch
   * was refused for their sake.
   */
  deliver(events: readonly WireEvent[], account: LossAccount): Promise<DeliveryResult>;
  /** Put into quarantine so far. */
  readonly quarantined: number;
  readonly sent: number;
}

/** An account while its batch is delivered, perhaps in parts. */
interface OpenAccount extends LossAccount {
  /** Events of the batch that were taken in parts before. */
  sent: number;
  isTold: boolean;
}

function countLost(dropped: Counts): number {
  // An event that lost a value is still an event.
  const { value: _values, ...events } = dropped;
  return Object.values(events).reduce((sum, count) => sum + count, 0);
}

/**
 * For a small process: a small window, since bodies are small and their events much alike, and small
 * pieces of what comes out, since larger ones are let go long after their use.
 */
const compression = { windowBits: 13, memLevel: 6, chunkSize: 1024 };

/** Creates the delivery to the destination of `settings`. */
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
  const format = wireFormatOf(settings.type);
  const url = destinationUrl(settings.type, settings.endpoint);
  const catalog = catalogToJson(settings.catalog);
  const catalogHash = hashCatalog(catalog);
  /** What every batch says beside its events. */
  const about = {
    library: settings.library,
    tool: settings.catalog.tool,
    catalog_hash: catalogHash,
  };
  let quarantined = 0;
  let sent = 0;

  /** @param limit Bytes; undefined comes back for a larger body, which is not sent. */
  async function send(
    events: readonly WireEvent[],
    meta: IngestMeta,
    limit: number,
  ): Promise<PostAnswer | undefined> {
    if (url === undefined) throw new Error(`${settings.endpoint} is no address`);
    const { headers, body } = format.encode(events, {
      settings,
      sentAt: new Date().toISOString(),
      meta,
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
    const answer = await logDelivery(directory, { url, key, body, dropped }, () => post(request));
    releaseMemory();
    return answer;
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
      // It is counted; events that the collector takes must not wait for the copy of one it does not.
      debug(`no copy is kept: ${error}`);
    }
  }

  async function sendCatalog(): Promise<void> {
    try {
      const answer = await send([], { ...about, catalog }, format.maxBodyBytes);
      debug(`sent the catalog ${catalogHash}: ${answer?.status}`);
    } catch (error) {
      // It is asked for again with the next batch.
      debug(`the catalog was not sent: ${error}`);
    }
  }

  /** Some of the events are at fault: finds out which, and delivers the rest. */
  async function divide(
    events: readonly WireEvent[],
    refused: { code: string; indexes: readonly number[] },
    account: OpenAccount,
  ): Promise<DeliveryResult> {
    const { code } = refused;
    const named = new Set(refused.indexes.filter((index) => events[index] !== undefined));
    const [only] = events;
    if (events.length === 1 && only !== undefined) named.add(0);
    if (named.size > 0) {
      debug(`refused ${named.size} of ${events.length} events: ${code}`);
      const rest = events.filter((_event, index) => !named.has(index));
      // The rest first: what is in quarantine must not be put there again when the rest has to wait.
      const result = await attempt(rest, account);
      if (result.kind === 'done') {
        for (const index of named) quarantine(events[index] as WireEvent, code);
      }
      return result;
    }
    debug(`split ${events.length} events: ${code}`);
    const middle = Math.ceil(events.length / 2);
    const first = await attempt(events.slice(0, middle), account);
    return first.kind === 'done' ? attempt(events.slice(middle), account) : first;
  }

  async function attempt(
    events: readonly WireEvent[],
    account: OpenAccount,
  ): Promise<DeliveryResult> {
    if (events.length === 0) return { kind: 'done', isTold: account.isTold };
    const { id, dropped } = account;
    const all = account.sent + events.length;
    const meta: IngestMeta = {
      ...about,
      loss: { ...(id && { id }), recorded: all + countLost(dropped), sent: all, dropped },
    };
    const limit = events.length === 1 ? format.maxEventBytes : format.maxBodyBytes;
    let answer: PostAnswer | undefined;
    try {
      answer = await send(events, meta, limit);
    } catch (error) {
      return { kind: 'later', reason: String(error), retryAfter: undefined };
    }
    if (answer === undefined) {
      return divide(events, { code: 'too_large', indexes: [] }, account);
    }
    const verdict = format.judge(answer);
    switch (verdict.kind) {
      case 'later':
        return { ...verdict, retryAfter: answer.retryAfter };
      case 'refused':
        return divide(events, verdict, account);
      case 'done':
        sent += events.length;
        account.isTold = true;
        if (id === undefined) account.dropped = {};
        // The next part tells the same account again, so with what this one has sent.
        else account.sent = all;
        debug(`sent ${events.length} events: ${answer.status}`);
        for (const { index, code } of verdict.rejected) {
          const event = events[index];
          if (event === undefined) continue;
          quarantine(event, code);
          sent -= 1;
        }
        if (verdict.wantsCatalog) await sendCatalog();
        return { kind: 'done', isTold: true };
    }
  }

  return {
    deliver: (events, account) => attempt(events, { ...account, sent: 0, isTold: false }),
    get quarantined() {
      return quarantined;
    },
    get sent() {
      return sent;
    },
  };
}
