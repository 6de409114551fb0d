import type { Store } from '@sonde/store';
import type { ForwarderSettings } from './forwarder-settings.js';
import { passOnDeletion } from './pass-on-deletion.js';
import { type RetryTiming, retryDelay } from './retry-delay.js';

/** Between two warnings for the same reason. */
const warningIntervalMs = 3_600_000;

export interface PersonDeletionsOptions {
  project: string;
  settings: ForwarderSettings;
  store: Pick<Store, 'life'>;
  timing: RetryTiming & { pollMs: number; timeoutMs: number };
  log: { warn: (details: object, message: string) => void };
}

/** Passes the deletions of persons on to one destination, each until it succeeds or is refused. */
export class PersonDeletions {
  readonly #options: PersonDeletionsOptions;
  /** When to look for deletions to pass on: `performance.now()`. */
  #nextAt = 0;
  #failures = 0;
  #warning = { reason: '', at: Number.NEGATIVE_INFINITY };

  constructor(options: PersonDeletionsOptions) {
    this.#options = options;
  }

  /** A deletion was requested. */
  expect(): void {
    this.#nextAt = 0;
  }

  /**
   * Makes one attempt for each deletion whose time has come. Returns whether any was waiting.
   *
   * @param signals.stopping No further attempt is made; rejects then.
   * @param signals.cut Ends an attempt; rejects then.
   */
  async passOn({ stopping, cut }: Record<'stopping' | 'cut', AbortSignal>): Promise<boolean> {
    if (performance.now() < this.#nextAt) return false;
    const { project, settings, store, timing } = this.#options;
    this.#nextAt = Number.POSITIVE_INFINITY;
    const waiting = (await store.life.waitingForwards()).filter(
      (forward) => forward.project === project && forward.forwarder === settings.id,
    );
    let failed = false;
    for (const forward of waiting.filter(({ is_deleted }) => is_deleted)) {
      stopping.throwIfAborted();
      const limits = { timeoutMs: timing.timeoutMs, signal: cut };
      const outcome = await passOnDeletion(settings, forward, limits);
      cut.throwIfAborted();
      failed ||= outcome.state === 'waiting';
      const { reason } = { reason: '', ...outcome };
      if (reason !== '') this.#warn(outcome.state, reason);
      if (outcome.state === 'waiting' && reason === forward.reason) continue;
      await store.life.noteForward(
        { project, id: forward.deletion_id },
        { forwarder: settings.id, state: outcome.state, reason },
      );
    }
    this.#failures = failed ? this.#failures + 1 : 0;
    const isRunning = waiting.some(({ is_deleted }) => !is_deleted);
    if (failed || isRunning) {
      const pauseMs = failed ? retryDelay(this.#failures, 0, timing) : 5 * timing.pollMs;
      this.#nextAt = performance.now() + pauseMs;
    }
    return waiting.length > 0;
  }

  /** Not for each retry. */
  #warn(state: 'waiting' | 'failed' | 'passed_on', reason: string): void {
    const now = performance.now();
    const last = this.#warning;
    if (state === 'waiting' && last.reason === reason && now - last.at < warningIntervalMs) return;
    this.#warning = { reason, at: now };
    const message =
      state === 'failed'
        ? 'The destination refused the deletion of a person'
        : 'A forwarder cannot pass on the deletion of a person and retries';
    const { project, settings, log } = this.#options;
    log.warn({ forwarder: settings.id, project, reason }, message);
  }
}
