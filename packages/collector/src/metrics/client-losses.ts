import type { StoredLoss } from '@sonde/store';

/** Remembers the clients' loss reports, so that a resent one counts only by its growth. */
export class ClientLosses {
  readonly #latest = new Map<string, StoredLoss>();
  readonly #rememberedMax: number;

  constructor(rememberedMax = 10_000) {
    this.#rememberedMax = rememberedMax;
  }

  /** The counts of a report, minus those counted earlier for the same report. */
  growth(reported: StoredLoss): Pick<StoredLoss, 'recorded' | 'sent' | 'dropped'> {
    const key = `${reported.project}\n${reported.batch_id}`;
    const before = this.#latest.get(key);
    const merged = before === undefined ? reported : larger(before, reported);
    this.#latest.delete(key);
    this.#latest.set(key, merged);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > this.#rememberedMax && oldest !== undefined) {
      this.#latest.delete(oldest);
    }
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
