/** The process lives for moments: code that is compiled again costs more memory than it saves time. */
const flags = ['--no-opt', '--no-maglev', '--semi-space-growth-factor=1'];

/** A collection takes milliseconds; what a few requests leave is little. */
const requestsPerCollection = 8;

let requests = 0;

/** Keeps the engine from taking memory ahead of need. Called once, before anything is sent. */
export function saveMemory(): void {
  try {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of flags) setFlagsFromString(flag);
  } catch {
    // Not V8.
  }
}

/**
 * Lets go of what requests have left, which lies mostly outside the heap, where the engine does not look
 * until there are tens of megabytes. Called after each request; needs `--expose-gc`.
 */
export function releaseMemory(): void {
  requests += 1;
  if (requests % requestsPerCollection === 0) globalThis.gc?.();
}
