import { setImmediate } from 'node:timers';
import { retryAfterMs } from '@sonde/destinations';
import type { ProcessIdentity } from '../runtime/process-identity.js';
import { addCounts } from '../spool/counts.js';
import { backoffDelay } from '../spool/delivery-backoff.js';
import { keepEndEvent } from '../spool/kept-flow-runs.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import { type Claim, claimFile } from '../spool/spool-claims.js';
import type { SpoolFileName } from '../spool/spool-file-name.js';
import { readChunks, readSpoolLines, type SpoolLine } from '../spool/spool-reader.js';
import { readSpoolState, type SpoolState, writeSpoolState } from '../spool/spool-state.js';
import type { DrainOptions, DrainReport } from './drain-options.js';
import { createEventBatch } from './event-batch.js';
import { createEventDelivery, type DeliveryResult } from './event-delivery.js';
import { followInvocation } from './invocation-recovery.js';

const batchSize = 25;
/** With less time left, no further request is started. */
const minRequestMs = 50;
/** Lines read before the clock is checked and other work gets a turn. */
const linesPerTurn = 500;

/** A new, unique id for a loss report. */
const createReportId = () => `${Date.now()}-${process.pid}-${Math.random()}`;

/**
 * Sends the files of one destination, oldest first, until one has to wait. Returns why it stopped early;
 * undefined if everything was sent.
 */
export async function drainDestination(
  options: DrainOptions,
  self: ProcessIdentity,
  tag: string,
  settings: SenderSettings,
  files: readonly SpoolFileName[],
  report: DrainReport,
): Promise<string | undefined> {
  const { directory, debug, remainingMs, tail } = options;
  let state = readSpoolState(directory, tag);
  if (!options.now && state.retryAt > Date.now()) return 'backing off';
  let written = JSON.stringify(state);
  const save = (changes: Partial<SpoolState>) => {
    state = { ...state, ...changes };
    const text = JSON.stringify(state);
    if (text === written) return;
    try {
      writeSpoolState(directory, tag, state);
      written = text;
    } catch (error) {
      // The disk may be full; go on, because sending frees space.
      debug(`could not save the state: ${error}`);
      // The next sender could not know this id, and would report the losses under another one.
      state.account = '';
    }
  };

  const delivery = createEventDelivery({ ...options, settings, failures: () => state.failures });
  const batch = createEventBatch(delivery, () => ({
    id: state.account === '' ? undefined : state.account,
    dropped: state.dropped,
  }));
  let failed: Extract<DeliveryResult, { kind: 'later' }> | undefined;
  const flush = async (): Promise<boolean> => {
    const before = delivery.quarantined;
    // The id must be on disk before it is used.
    if (batch.size > 0 && state.account === '') save({ account: createReportId() });
    const result = await batch.flush();
    addCounts(state.dropped, { quarantine: delivery.quarantined - before });
    if (state.dropped.quarantine === 0) delete state.dropped.quarantine;
    if (result.kind === 'later') failed = result;
    else if (result.isReported) save({ account: createReportId(), failures: 0, retryAt: 0 });
    return result.kind === 'done';
  };
  const outOfTime = () => remainingMs() < minRequestMs;
  /** Why the last unreadable file could not be read. It stays, and does not stop other files. */
  let unreadable: string | undefined;

  /** Yields the lines of a file until it cannot be read any further. */
  function* linesOf(claim: Claim): Generator<SpoolLine> {
    const chunks = function* () {
      yield* readChunks(claim.path);
      if (tail?.invocationId === claim.name.invocationId) yield tail.bytes;
    };
    try {
      yield* readSpoolLines(chunks());
    } catch (error) {
      unreadable = `${claim.path} cannot be read: ${error}`;
    }
  }

  /** False when sending must stop. */
  async function drainFile(claim: Claim): Promise<boolean> {
    const recovery = followInvocation();
    const before = unreadable;
    let count = 0;
    for (const line of linesOf(claim)) {
      recovery.see(line);
      count += 1;
      // Lets timers and the deadline run, however much there is to read.
      if (count % linesPerTurn === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (outOfTime()) return false;
      }
      if (line.kind !== 'event' || line.end <= claim.name.offset) continue;
      if (outOfTime()) return false;
      batch.push({ event: line.event, claim, end: line.end });
      if (batch.size >= batchSize && !(await flush())) return false;
    }
    if (unreadable !== before) {
      debug(`${unreadable}`);
      return true;
    }
    const added = recovery.missing();
    for (const event of recovery.abandoned())
      keepEndEvent(directory, event.flow_run_id ?? '', event);
    for (const event of added) batch.push({ event, claim, end: undefined });
    batch.finish({ claim, keep: recovery.keepFlushed, dropped: recovery.dropped, added });
    return batch.size < batchSize || flush();
  }

  try {
    let going = true;
    for (const found of files) {
      if (batch.size > 0 && batch.size + found.events > batchSize) going = await flush();
      if (!going || outOfTime()) break;
      const claim = claimFile(directory, found, self);
      if (claim === undefined) continue;
      batch.hold(claim);
      going = await drainFile(claim);
      if (!going) break;
    }
    if (going && !outOfTime()) await flush();
  } finally {
    batch.releaseAll();
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
    retryAfterMs: retryAfterMs(failed.retryAfter, Date.now()),
    random: Math.random(),
  });
  save({ failures, retryAt: Date.now() + delay });
  debug(`not sent: ${failed.reason}; next attempt in ${Math.ceil(delay / 1000)} s`);
  return failed.reason;
}
