import type { StoredLoss } from '@sonde/store';

/** Accounts that clients told, so that one that is told again counts only by what it grew. */
export class ClientAccounts {
  readonly #latest = new Map<string, StoredLoss>();
  readonly #rememberedMax: number;

  constructor(rememberedMax = 10_000) {
    this.#rememberedMax = rememberedMax;
  }

  /** What an account says beyond what it said before. */
  growth(told: StoredLoss): Pick<StoredLoss, 'recorded' | 'sent' | 'dropped'> {
    const key = `${told.project}\n${told.batch_id}`;
    const before = this.#latest.get(key);
    const merged = before === undefined ? told : larger(before, told);
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

/** As in the store: of each count the largest stands. */
function larger(before: StoredLoss, told: StoredLoss): StoredLoss {
  const reasons = new Set([...reasonsOf(before), ...reasonsOf(told)]);
  return {
    ...told,
    recorded: Math.max(before.recorded, told.recorded),
    sent: Math.max(before.sent, told.sent),
    dropped: Object.fromEntries(
      [...reasons].map((reason) => [
        reason,
        Math.max(before.dropped[reason] ?? 0, told.dropped[reason] ?? 0),
      ]),
    ),
  };
}
