const savingFlags = [
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--semi-space-growth-factor=1',
  '--heap-growing-percent=10',
  '--optimize-for-size',
  // For new contexts, of which one is made to get hold of it.
  '--expose-gc',
];

/** A collection takes milliseconds; what a few requests leave is little. */
const requestsPerCollection = 8;

let requests = 0;
let collect: (() => void) | undefined;

/** Other runtimes do without. */
function setFlags(flags: readonly string[]): void {
  try {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of flags) setFlagsFromString(flag);
  } catch {}
}

/**
 * Keeps the process small: it runs for moments, so code that is compiled twice and a heap that grows
 * ahead of need cost more memory than they save time.
 */
export const saveMemory = (): void => setFlags(savingFlags);

/** For TLS, which takes so much that each collection had better be a whole one, though that takes time. */
export const saveMemoryForTls = (): void => setFlags(['--gc-global']);

/**
 * Lets go of what requests have left: what lies outside the heap is nothing to the engine until there
 * are tens of megabytes of it. Called after each.
 */
export function releaseMemory(): void {
  requests += 1;
  if (requests % requestsPerCollection !== 0) return;
  try {
    collect ??= process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    collect();
  } catch {
    // Not Node.js.
    collect = () => {};
  }
}
