import { readKernelStatus } from './process-identity.js';

/** What the system says about a running process. */
export interface RunningProcess {
  /** In the kernel's clock ticks since boot, which setting the wall clock cannot change; null where unknown. */
  start: string | null;
  /** Milliseconds since 1970, to the second; null where `start` is known. */
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
    // Not imported: nothing but this needs it, and it takes memory.
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
