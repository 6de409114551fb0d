/** How the engine's memory is divided, in bytes. */
export interface EngineMemory {
  /** All memory; above it queries fail instead of the process. */
  totalBytes: number;
  /** One query. */
  queryBytes: number;
  /** A query that needs more than this continues on disk. */
  spillBytes: number;
  /** All background merges. */
  mergeBytes: number;
  /** Each cache. */
  cacheBytes: number;
  threads: number;
}

const megabyte = 1024 * 1024;

/**
 * Divides the engine's memory.
 *
 * By default the engine takes half of the machine's memory, at least 400 MB and at most 8 GB: a
 * machine with 1 GB can run the collector.
 */
export function shareMemory(
  machine: { totalBytes: number; processors: number },
  limitBytes?: number,
): EngineMemory {
  const half = Math.min(Math.max(machine.totalBytes / 2, 400 * megabyte), 8192 * megabyte);
  const totalBytes = Math.round(limitBytes ?? half);
  return {
    totalBytes,
    queryBytes: Math.round(totalBytes * 0.7),
    spillBytes: Math.round(totalBytes * 0.3),
    mergeBytes: Math.round(totalBytes * 0.3),
    cacheBytes: Math.round(Math.min(totalBytes * 0.04, 128 * megabyte)),
    threads: Math.max(1, Math.min(machine.processors, 16)),
  };
}
