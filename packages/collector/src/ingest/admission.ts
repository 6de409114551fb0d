import { SondeError } from '@sonde/protocol';

export interface AdmissionOptions {
  /** Events that are waiting for the store. */
  pendingEvents: () => number;
  /** Above this, requests are refused. */
  pendingEventsMax: number;
  /** Bytes of bodies in memory: arriving, or decompressed and waiting for the store. */
  bodyBytesMax: number;
  /**
   * A body that is still arriving after this time may be cut if its memory is needed. Default
   * 1,000.
   */
  patienceMs?: number;
  /** Monotonic clock, in milliseconds. Default the process's. */
  now?: () => number;
}

/** The memory that a request holds while it is processed. */
export interface Admission {
  /** Adds bytes of the body that have arrived. Throws `overloaded` if they do not fit. */
  grow(bytes: number): void;
  /** Marks the body as complete: it can no longer be cut. */
  complete(): void;
  /**
   * Sets the length after decompression: up to a hundred times what arrived. Throws `overloaded` if
   * it does not fit.
   */
  resize(bytes: number): void;
  /** Releases the memory; may be called more than once. */
  release(): void;
}

/** The memory of a request whose client would lose its events if it were refused. */
export interface PatientAdmission extends Omit<Admission, 'grow' | 'resize'> {
  /** Waits until so many more bytes fit, then adds them. */
  grow(bytes: number): Promise<void>;
  /** Sets the length after decompression, whether or not it fits. */
  resize(bytes: number): void;
}

export interface Admissions {
  /**
   * Admits a request, or throws `overloaded`. `cut` is called if its memory goes to another request
   * because its body is slow; its memory is released then.
   */
  admit(cut: (reason: SondeError) => void): Admission;
  /** Admits a request that waits for memory instead of being refused. `cut` as above. */
  admitPatiently(cut: (reason: SondeError) => void): PatientAdmission;
}

/**
 * Refuses requests before more data is waiting than memory and the store can handle.
 *
 * Memory counts as it fills: a declared length costs nothing. One request is always admitted, so
 * that a limit below its size cannot lock it out for ever.
 */
export function createAdmissions(options: AdmissionOptions): Admissions {
  const { bodyBytesMax, patienceMs = 1_000, now = () => performance.now() } = options;
  let total = 0;
  /** Bodies that are still arriving, oldest first. */
  const arriving = new Set<{ since: number; cut: () => void }>();

  const checkPending = () => {
    const pending = options.pendingEvents();
    if (pending >= options.pendingEventsMax) {
      throw new SondeError('overloaded', { detail: `${pending} events are waiting to be stored` });
    }
  };

  /** Called once when memory is released. */
  let waiting: (() => void)[] = [];

  /** The memory of one request; `tryHold` returns false if so many bytes do not fit. */
  const enter = (cut: (reason: SondeError) => void) => {
    let held = 0;
    const entry = {
      since: now(),
      cut: () => {
        release();
        cut(
          new SondeError('request_timeout', {
            detail: 'the request was slow and its memory was needed for others',
          }),
        );
      },
    };
    arriving.add(entry);

    const release = () => {
      arriving.delete(entry);
      total -= held;
      held = 0;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    };
    const hold = (bytes: number) => {
      total += bytes - held;
      held = bytes;
    };
    const tryHold = (bytes: number): boolean => {
      while (total > held && total - held + bytes > bodyBytesMax) {
        const [oldest] = arriving;
        if (oldest === undefined || oldest === entry || now() - oldest.since < patienceMs) {
          return false;
        }
        oldest.cut();
      }
      hold(bytes);
      return true;
    };
    return {
      isOldest: () => {
        const [oldest] = arriving;
        return oldest === entry;
      },
      held: () => held,
      hold,
      tryHold,
      complete: () => {
        arriving.delete(entry);
      },
      release,
    };
  };

  return {
    admit(cut) {
      checkPending();
      const { held, tryHold, complete, release } = enter(cut);
      const hold = (bytes: number) => {
        if (tryHold(bytes)) return;
        throw new SondeError('overloaded', { detail: `${total} bytes are waiting to be stored` });
      };
      return {
        grow: (bytes) => hold(held() + bytes),
        complete,
        resize(bytes) {
          // Many requests may have been admitted at once, before any of their events were waiting.
          checkPending();
          hold(bytes);
        },
        release,
      };
    },
    admitPatiently(cut) {
      const { isOldest, held, hold, tryHold, complete, release } = enter(cut);
      return {
        async grow(bytes) {
          // The oldest body never waits: otherwise incomplete bodies could wait for each other.
          while (!tryHold(held() + bytes)) {
            if (isOldest()) {
              hold(held() + bytes);
              return;
            }
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
              setTimeout(resolve, patienceMs).unref();
            });
          }
        },
        complete,
        resize: hold,
        release,
      };
    },
  };
}
