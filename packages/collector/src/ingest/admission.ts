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

/**
 * Admits a request, or throws `overloaded`. `cut` is called if its memory goes to another request
 * because its body is slow; its memory is released then.
 */
export type Admit = (cut: (reason: SondeError) => void) => Admission;

/**
 * Refuses requests before more data is waiting than memory and the store can handle.
 *
 * Memory counts as it fills: a declared length costs nothing. One request is always admitted, so
 * that a limit below its size cannot lock it out for ever.
 */
export function createAdmission(options: AdmissionOptions): Admit {
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

  return (cut) => {
    checkPending();
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
    };
    const hold = (bytes: number) => {
      const others = total - held;
      if (others > 0 && others + bytes > bodyBytesMax) {
        const [oldest] = arriving;
        if (oldest === undefined || oldest === entry || now() - oldest.since < patienceMs) {
          throw new SondeError('overloaded', {
            detail: `${others} bytes are waiting to be stored`,
          });
        }
        oldest.cut();
        hold(bytes);
        return;
      }
      total = others + bytes;
      held = bytes;
    };
    return {
      grow: (bytes) => hold(held + bytes),
      complete: () => arriving.delete(entry),
      resize(bytes) {
        // Many requests may have been admitted at once, before any of their events were waiting.
        checkPending();
        hold(bytes);
      },
      release,
    };
  };
}
