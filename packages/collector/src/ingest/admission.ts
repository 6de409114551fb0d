import { SondeError } from '@sonde/protocol';

export interface AdmissionOptions {
  /** Events that wait for the store now. */
  pendingEvents: () => number;
  /** Above this, requests are turned away. */
  pendingEventsMax: number;
  /** Bytes of bodies in memory: arriving, or waiting for the store, decompressed. */
  bodyBytesMax: number;
  /** A body that is still arriving after this may be cut for one that needs its memory. Default 1,000. */
  patienceMs?: number;
  /** Milliseconds that only go up. Default the process's. */
  now?: () => number;
}

/** The memory that a request holds while it is in the collector. */
export interface Admission {
  /**
   * Adds bytes of the body that have arrived. Throws `overloaded` when they do not fit beside the
   * other requests.
   */
  grow(bytes: number): void;
  /** Says that the body has arrived whole: it is not cut any more. */
  complete(): void;
  /**
   * Replaces the length, after decompression: up to a hundred times what arrived. Throws
   * `overloaded` when it does not fit.
   */
  resize(bytes: number): void;
  /** Gives everything back; more than once does nothing. */
  release(): void;
}

/**
 * Lets a request in, or throws `overloaded`. `cut` is called when its memory is given to another
 * request because its own body is slow; everything is given back then.
 */
export type Admit = (cut: (reason: SondeError) => void) => Admission;

/**
 * Turns requests away before more waits than memory and the store can bear.
 *
 * Memory is counted as it fills: what a client only declares costs nothing. One request is always
 * let in, so that a limit below its size cannot lock it out for ever.
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
            detail: 'its memory was needed for faster requests',
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
        // Many may have been let in at once, before the events of any of them waited.
        checkPending();
        hold(bytes);
      },
      release,
    };
  };
}
