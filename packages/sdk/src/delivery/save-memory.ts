/**
 * Keeps the process small: it runs for moments, so code that is compiled twice and a heap that grows
 * ahead of need cost more memory than they save time. Other runtimes do without.
 */
export function saveMemory(): void {
  try {
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of [
      '--no-opt',
      '--no-sparkplug',
      '--semi-space-growth-factor=1',
      '--heap-growing-percent=10',
      '--optimize-for-size',
    ]) {
      setFlagsFromString(flag);
    }
  } catch {}
}
