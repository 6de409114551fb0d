import { readKernelStatus } from './process-identity.js';

/** The status of a running process. */
export interface RunningProcess {
  /** Start time in clock ticks since boot, independent of the wall clock; null if unknown. */
  start: string | null;
  /** Start time in milliseconds since 1970, rounded to seconds; null if `start` is known. */
  startedAt: number | null;
  /** The process is a zombie: it has ended, but its parent has not waited for it. */
  ended: boolean;
}

/** Reads a process's status from the system; undefined if unknown. */
export function readRunningProcess(pid: number): RunningProcess | undefined {
  const status = readKernelStatus(pid);
  if (status !== null) return { ...status, startedAt: null };
  if (process.platform === 'win32' || process.platform === 'linux') return undefined;
  let found: string;
  try {
    // Loaded only here, because it takes memory.
    const { execFileSync } = process.getBuiltinModule('node:child_process');
    found = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
      timeout: 1_000,
    });
  } catch {
    return undefined;
  }
  const [, state = '', started = ''] = /^\s*(\S+)\s+(.+?)\s*$/.exec(found) ?? [];
  const startedAt = Date.parse(started);
  return {
    start: null,
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    ended: state.startsWith('Z'),
  };
}
