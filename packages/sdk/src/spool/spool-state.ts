import { maxDelayMs } from './delivery-backoff.js';
import { renameFile } from './rename-file.js';
import { readSmallFile } from './small-file.js';
import { writeDraft } from './write-draft.js';

/** State shared by the senders of one destination. */
export interface SpoolState {
  /** Consecutive failed deliveries. */
  failures: number;
  /** The earliest time of the next delivery, in milliseconds since 1970; 0 if the last one succeeded. */
  retryAt: number;
  /** Losses not yet reported to the collector, by reason. */
  dropped: Record<string, number>;
  /**
   * Idempotency key of the next loss report, kept until the collector has responded, so that a report that is
   * resent counts once. Empty before the first attempt.
   */
  account: string;
}

const statePath = (directory: string, tag: string): string => `${directory}/state-${tag}.json`;

/** Reads the state of a destination; the initial state if there is none, or if it is damaged. */
export function readSpoolState(directory: string, tag: string): SpoolState {
  const initial: SpoolState = { failures: 0, retryAt: 0, dropped: {}, account: '' };
  try {
    const text = readSmallFile(statePath(directory, tag));
    if (text === undefined) return initial;
    const state: Record<string, unknown> = Object(JSON.parse(text));
    const number = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : 0);
    const retryAt = number(state.retryAt);
    return {
      failures: Math.max(0, number(state.failures)),
      // No failure causes a longer wait. A clock that was once ahead must not stop delivery for years.
      retryAt: retryAt > Date.now() + 2 * maxDelayMs ? 0 : retryAt,
      dropped: Object.fromEntries(
        Object.entries(Object(state.dropped)).filter(([, count]) => number(count) > 0),
      ) as Record<string, number>,
      account: /^[\w.-]{1,64}$/.exec(String(state.account ?? ''))?.[0] ?? '',
    };
  } catch {
    return initial;
  }
}

/** Replaces the state of a destination atomically. Throws on failure. */
export function writeSpoolState(directory: string, tag: string, state: SpoolState): void {
  const path = statePath(directory, tag);
  const draft = `${path}.${process.pid}.tmp`;
  writeDraft(draft, JSON.stringify(state));
  renameFile(draft, path);
}
