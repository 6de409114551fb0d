import type { StoredLoss } from '@sonde/store';
import { LruMap } from 'toad-cache';

/** Remembers the clients' loss reports, so that a resent one counts only by its growth. */
export class ClientLosses {
  readonly #latest: LruMap<StoredLoss>;

  constructor(rememberedMax = 10_000) {
    this.#latest = new LruMap(rememberedMax);
  }

  /** The counts of a report, minus those counted earlier for the same report. */
  growth(reported: StoredLoss): Pick<StoredLoss, 'recorded' | 'sent' | 'dropped'> {
    const key = `${reported.project}\n${reported.batch_id}`;
    const before = this.#latest.get(key);
    const merged = before === undefined ? reported : larger(before, reported);
    this.#latest.set(key, merged);
    return {
      recorded: merged.recorded - (before?.recorded ?? 0),
      sent: merged.sent - (before?.sent ?? 0),
      dropped: Object.fromEntries(
        reasonsOf(merged).map((reason) => [
          reason,
          (merged.dropped[reason] ?? 0) - (before?.dropped[reason] ?? 0),
        ]),
      ),
    };
  }
}

type Reason = keyof StoredLoss['dropped'];

function reasonsOf({ dropped }: StoredLoss): Reason[] {
  return Object.keys(dropped) as Reason[];
}

/** Takes the larger of each count, as the store does. */
function larger(before: StoredLoss, reported: StoredLoss): StoredLoss {
  const reasons = new Set([...reasonsOf(before), ...reasonsOf(reported)]);
  return {
    ...reported,
    recorded: Math.max(before.recorded, reported.recorded),
    sent: Math.max(before.sent, reported.sent),
    dropped: Object.fromEntries(
      [...reasons].map((reason) => [
        reason,
        Math.max(before.dropped[reason] ?? 0, reported.dropped[reason] ?? 0),
      ]),
    ),
  };
}
