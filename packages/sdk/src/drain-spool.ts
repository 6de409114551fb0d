import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { WireEvent } from '@sonde/protocol';
import type { DebugLog } from './debug-log.js';
import { backoffDelay } from './delivery-backoff.js';
import { createEventDelivery, type DeliveryResult, type EventDelivery } from './event-delivery.js';
import { followInvocation } from './invocation-story.js';
import { identifyProcess } from './process-identity.js';
import { acquireLease } from './sender-lease.js';
import { readSenderSettings, type SenderSettings } from './sender-settings.js';
import { type Claim, claimFile, listClaimable } from './spool-claims.js';
import { readChunks, readSpoolLines, type SpoolLine } from './spool-reader.js';
import { applyRetention } from './spool-retention.js';
import { readSpoolState, type SpoolState, writeSpoolState } from './spool-state.js';
import type { Environment } from './variables.js';

/** How a spool is drained. */
export interface DrainOptions {
  directory: string;
  /** Ignore an earlier failure, and wait for another sender to end. */
  now: boolean;
  environment: Environment;
  /** Milliseconds left until the sender must have ended. */
  remainingMs: () => number;
  debug: DebugLog;
}

/** What a drain did. */
export interface DrainReport {
  sent: number;
  quarantined: number;
  /** Files that still wait. */
  waiting: number;
  /** Why it stopped before all was sent; undefined when it did not. */
  stopped: string | undefined;
}

const batchSize = 25;
/** Less is too little to begin another request. */
const minRequestMs = 50;

function destinationOf(settings: SenderSettings): string {
  const key = createHash('sha256')
    .update(settings.key ?? '')
    .digest('hex')
    .slice(0, 16);
  return `${settings.url} ${key}`;
}

function add(into: Record<string, number>, from: Record<string, number>): void {
  for (const [reason, count] of Object.entries(from)) into[reason] = (into[reason] ?? 0) + count;
}

interface BatchEntry {
  event: WireEvent;
  claim: Claim;
  /** Offset of the byte after it; undefined for an event that completes the story. */
  end: number | undefined;
}

interface FinishedFile {
  claim: Claim;
  keep: boolean;
  dropped: Record<string, number>;
  added: WireEvent[];
}

/** Gathers events of whole invocations into batches, and settles files when their events are safe. */
function createBatcher(delivery: EventDelivery, unreported: () => Record<string, number>) {
  let entries: BatchEntry[] = [];
  let finished: FinishedFile[] = [];
  /** Claimed, and not all sent. */
  const held = new Set<Claim>();

  function settle(): void {
    const sentOf = new Map<Claim, number>();
    for (const { claim, end } of entries) if (end !== undefined) sentOf.set(claim, end);
    for (const { claim, keep, added } of finished) {
      if (keep && added.length > 0) {
        // The copy shows all that was sent, the end that was added included.
        appendFileSync(claim.path, added.map((event) => `${JSON.stringify(event)}\n`).join(''));
      }
      claim.finish(keep);
      held.delete(claim);
      sentOf.delete(claim);
    }
    for (const [claim, offset] of sentOf) claim.advance(offset);
    entries = [];
    finished = [];
  }

  async function flush(): Promise<DeliveryResult> {
    const dropped = { ...unreported() };
    for (const file of finished) add(dropped, file.dropped);
    const result = await delivery.deliver(
      entries.map(({ event }) => event),
      dropped,
    );
    if (result.kind === 'later') return result;
    const pending = unreported();
    if (entries.length > 0) {
      for (const reason of Object.keys(pending)) delete pending[reason];
    } else {
      // Nothing was sent, so the collector could not be told.
      for (const file of finished) add(pending, file.dropped);
    }
    settle();
    return result;
  }

  return {
    get size() {
      return entries.length;
    },
    hold: (claim: Claim) => held.add(claim),
    push: (entry: BatchEntry) => entries.push(entry),
    finish: (file: FinishedFile) => finished.push(file),
    flush,
    releaseAll() {
      for (const claim of held) claim.release();
      held.clear();
    },
  };
}

/**
 * Sends all that waits in one spool directory, oldest first, and keeps what cannot be sent now.
 *
 * Safe to be killed at any moment: a file is deleted only when all of it is with the collector.
 */
export async function drainSpool(options: DrainOptions): Promise<DrainReport> {
  const { directory, debug, remainingMs } = options;
  const report: DrainReport = { sent: 0, quarantined: 0, waiting: 0, stopped: undefined };
  const self = identifyProcess();
  const settings = readSenderSettings(directory);
  if (settings === undefined) {
    return { ...report, waiting: listClaimable(directory, self).length, stopped: 'no settings' };
  }
  for (;;) {
    let release = acquireLease(directory);
    while (release === undefined && options.now && remainingMs() > minRequestMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      release = acquireLease(directory);
    }
    if (release === undefined) return { ...report, stopped: 'another sender is at work' };
    try {
      report.stopped = await drainOnce(options, settings, report);
    } finally {
      release();
    }
    const waiting = listClaimable(directory, self);
    report.waiting = waiting.length;
    // A run that ended while the lease was held started no sender of its own.
    if (report.stopped !== undefined || waiting.length === 0) return report;
    debug('more has come meanwhile');
  }
}

async function drainOnce(
  options: DrainOptions,
  settings: SenderSettings,
  report: DrainReport,
): Promise<string | undefined> {
  const { directory, debug, remainingMs } = options;
  const self = identifyProcess();
  const destination = destinationOf(settings);
  let state = readSpoolState(directory);
  if (state.destination !== destination) {
    state = { ...state, failures: 0, retryAt: 0, destination };
  }
  if (!options.now && state.retryAt > Date.now()) return 'backing off';
  const save = (changes: Partial<SpoolState>) => {
    state = { ...state, ...changes };
    try {
      writeSpoolState(directory, state);
    } catch (error) {
      // On a full disk, say: sending is what makes room.
      debug(`the state cannot be kept: ${error}`);
    }
  };
  const lost = applyRetention(directory, Date.now());
  if (Object.keys(lost).length > 0) {
    add(state.dropped, lost);
    save({});
  }

  const delivery = createEventDelivery({ ...options, settings });
  const batcher = createBatcher(delivery, () => state.dropped);
  let failed: Extract<DeliveryResult, { kind: 'later' }> | undefined;
  const flush = async (): Promise<boolean> => {
    const before = delivery.quarantined;
    const result = await batcher.flush();
    add(state.dropped, { quarantine: delivery.quarantined - before });
    if (state.dropped.quarantine === 0) delete state.dropped.quarantine;
    if (result.kind === 'later') failed = result;
    return result.kind === 'done';
  };
  const outOfTime = () => remainingMs() < minRequestMs;
  /** Why a file could not be read: it stays, and no other waits for it. */
  let unreadable: string | undefined;

  /** The lines of a file, as far as it can be read. */
  async function* linesOf(claim: Claim): AsyncGenerator<SpoolLine> {
    try {
      yield* readSpoolLines(readChunks(claim.path));
    } catch (error) {
      unreadable = `${claim.path} cannot be read: ${error}`;
    }
  }

  /** False when sending must stop. */
  async function drainFile(claim: Claim): Promise<boolean> {
    const story = followInvocation();
    const before = unreadable;
    for await (const line of linesOf(claim)) {
      story.see(line);
      if (line.kind !== 'event' || line.end <= claim.name.offset) continue;
      if (outOfTime()) return false;
      batcher.push({ event: line.event, claim, end: line.end });
      if (batcher.size >= batchSize && !(await flush())) return false;
    }
    if (unreadable !== before) {
      debug(`${unreadable}`);
      return true;
    }
    const added = story.missing();
    for (const event of added) {
      batcher.push({ event, claim, end: undefined });
    }
    batcher.finish({ claim, keep: story.keepFlushed, dropped: story.dropped, added });
    return batcher.size < batchSize || flush();
  }

  try {
    let going = true;
    for (const found of listClaimable(directory, self)) {
      if (batcher.size > 0 && batcher.size + found.events > batchSize) going = await flush();
      if (!going || outOfTime()) break;
      const claim = claimFile(directory, found);
      if (claim === undefined) continue;
      batcher.hold(claim);
      going = await drainFile(claim);
      if (!going) break;
    }
    if (going && !outOfTime()) await flush();
  } finally {
    batcher.releaseAll();
    report.sent += delivery.sent;
    report.quarantined += delivery.quarantined;
  }
  if (failed === undefined) {
    save({ failures: 0, retryAt: 0 });
    return outOfTime() ? 'out of time' : unreadable;
  }
  const failures = state.failures + 1;
  const delay = backoffDelay({
    failures,
    baseMs: settings.backoffMs,
    retryAfter: failed.retryAfter,
    now: Date.now(),
    random: Math.random(),
  });
  save({ failures, retryAt: Date.now() + delay });
  debug(`not sent: ${failed.reason}; the next delivery is tried in ${Math.ceil(delay / 1000)} s`);
  return failed.reason;
}
