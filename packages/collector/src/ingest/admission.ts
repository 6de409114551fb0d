import { SondeError } from '@sonde/protocol';

export interface AdmissionOptions {
  /** Events that wait for the store now. */
  pendingEvents: () => number;
  /** Above this, requests are turned away. */
  pendingEventsMax: number;
  /** Bytes of bodies that are read or wait for the store, decompressed, above which requests are turned away. */
  bodyBytesMax: number;
}

/** What a request holds while it is in the collector. */
export interface Admission {
  /**
   * Says how long the body really is. A compressed one is let in by what arrives, and may be a
   * hundred times that: throws `overloaded` when it does not fit beside the others after all.
   */
  resize(bytes: number): void;
  /** Gives everything back; more than once does nothing. */
  release(): void;
}

/**
 * Turns requests away before more waits than memory and the store can bear: `overloaded`.
 *
 * One request is always let in, so that a limit below its size cannot lock it out for ever.
 */
export function createAdmission(options: AdmissionOptions): (bytes: number) => Admission {
  let total = 0;
  const check = (others: number, bytes: number) => {
    const pending = options.pendingEvents();
    if (pending >= options.pendingEventsMax) {
      throw new SondeError('overloaded', { detail: `${pending} events wait to be stored` });
    }
    if (others > 0 && others + bytes > options.bodyBytesMax) {
      throw new SondeError('overloaded', { detail: `${others} bytes wait to be stored` });
    }
  };
  return (bytes) => {
    check(total, bytes);
    let held = bytes;
    total += held;
    return {
      resize(actual) {
        // Many may have been let in at once, before the events of any of them waited.
        check(total - held, actual);
        total += actual - held;
        held = actual;
      },
      release() {
        total -= held;
        held = 0;
      },
    };
  };
}
