const flags = [
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--semi-space-growth-factor=1',
  '--heap-growing-percent=10',
  '--optimize-for-size',
  // What requests leave lies mostly outside the heap, where it is nothing to the engine until there are
  // tens of megabytes of it; a whole collection lets go of it, and takes milliseconds.
  '--gc-global',
];

/**
 * Keeps the process small: it runs for moments, so code that is compiled twice and a heap that grows
 * ahead of need cost more memory than they save time. Other runtimes do without.
 */
export function saveMemory(): void {
  try {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of flags) setFlagsFromString(flag);
  } catch {}
}
