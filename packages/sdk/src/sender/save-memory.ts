/** The process is short-lived, so optimised code costs more memory than it is worth. */
const flags = ['--no-opt', '--no-maglev', '--semi-space-growth-factor=1'];

/** Collections take milliseconds, and a few requests leave little garbage. */
const requestsPerCollection = 8;

let requests = 0;

/** Stops the engine from allocating memory in advance. Called once, before anything is sent. */
export function saveMemory(): void {
  try {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of flags) setFlagsFromString(flag);
  } catch {
    // Not V8.
  }
}

/**
 * Frees the garbage of requests. Most of it is outside the heap, which the engine ignores up to tens of
 * megabytes. Called after each request; needs `--expose-gc`.
 */
export function releaseMemory(): void {
  requests += 1;
  if (requests % requestsPerCollection === 0) globalThis.gc?.();
}
