/** How the engine's memory is shared out, in bytes. */
export interface EngineMemory {
  /** Everything together; beyond it questions fail rather than the process. */
  totalBytes: number;
  /** One question. */
  queryBytes: number;
  /** A question that holds more than this goes on on disk. */
  spillBytes: number;
  /** Background merges together. */
  mergeBytes: number;
  /** Each cache. */
  cacheBytes: number;
  threads: number;
}

const megabyte = 1024 * 1024;

/**
 * Shares out the engine's memory.
 *
 * By default the engine takes half of the machine, at least 400 MB and at most 8 GB: a machine with
 * 1 GB can run the collector.
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
