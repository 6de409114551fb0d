import type { WireEvent } from '@sonde/protocol';
import { appendFileSync } from '../runtime/node-modules.js';
import { addCounts, type Counts } from '../spool/counts.js';
import type { Claim } from '../spool/spool-claims.js';
import type { DeliveryResult, EventDelivery, LossReport } from './event-delivery.js';

interface BatchEntry {
  event: WireEvent;
  claim: Claim;
  /** Offset of the end of its line; undefined for an event that the sender added. */
  end: number | undefined;
}

interface FinishedFile {
  claim: Claim;
  keep: boolean;
  dropped: Counts;
  added: WireEvent[];
}

/** Collects events into batches, and finishes files once the destination has accepted their events. */
export interface EventBatch {
  readonly size: number;
  hold(claim: Claim): void;
  push(entry: BatchEntry): void;
  finish(file: FinishedFile): void;
  flush(): Promise<DeliveryResult>;
  /** Releases files that are claimed but not sent completely. */
  releaseAll(): void;
}

/**
 * Creates the batch of one delivery.
 *
 * @param unreported Losses not yet reported; its counts are cleared once they are.
 */
export function createEventBatch(
  delivery: EventDelivery,
  unreported: () => LossReport,
): EventBatch {
  let entries: BatchEntry[] = [];
  let finished: FinishedFile[] = [];
  /** Claimed but not sent completely. */
  const held = new Set<Claim>();

  function settle(): void {
    const sentOf = new Map<Claim, number>();
    for (const { claim, end } of entries) if (end !== undefined) sentOf.set(claim, end);
    for (const { claim, keep, added } of finished) {
      if (keep && added.length > 0) {
        // The copy shows everything that was sent, including the events that the sender added.
        try {
          appendFileSync(claim.path, added.map((event) => `${JSON.stringify(event)}\n`).join(''));
        } catch {
          // The disk may be full. Events must not be resent just because the copy failed.
        }
      }
      claim.finish(keep);
      held.delete(claim);
      sentOf.delete(claim);
    }
    for (const [claim, offset] of sentOf) claim.advance(offset);
    entries = [];
    finished = [];
  }

  return {
    get size() {
      return entries.length;
    },
    hold: (claim) => held.add(claim),
    push: (entry) => entries.push(entry),
    finish: (file) => finished.push(file),

    async flush() {
      const { id, dropped: pending } = unreported();
      const dropped = { ...pending };
      for (const file of finished) addCounts(dropped, file.dropped);
      const result = await delivery.deliver(
        entries.map(({ event }) => event),
        { id, dropped },
      );
      if (result.kind === 'later') return result;
      if (result.isReported) {
        for (const reason of Object.keys(pending)) delete pending[reason];
      } else {
        // No event was accepted, so the losses were not reported.
        for (const file of finished) addCounts(pending, file.dropped);
      }
      settle();
      return result;
    },

    releaseAll() {
      for (const claim of held) claim.release();
      held.clear();
    },
  };
}
