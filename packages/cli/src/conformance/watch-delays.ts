import { performance } from 'node:perf_hooks';

/** A client on a machine that holds everything up for this long may give up on a request. */
const limitMs = 400;
const intervalMs = 50;

/** Counts how often a timer of this process fired much too late. */
export function watchDelays(): { readonly count: number; stop(): void } {
  let count = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > limitMs) count += 1;
    last = now;
  }, intervalMs);
  return {
    get count() {
      return count;
    },
    stop: () => clearInterval(timer),
  };
}
