import { readFileSync, readlinkSync } from 'node:fs';

/** Tells one process from another that was later given the same id. */
export interface ProcessIdentity {
  pid: number;
  /** In the kernel's own clock; null where it is not known. */
  start: string | null;
  namespace: string | null;
}

function attempt<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** What the system says about a running process. */
export interface RunningProcess {
  /** In the kernel's clock ticks since boot, which setting the wall clock cannot change; null where unknown. */
  start: string | null;
  /** Milliseconds since 1970, to the second; null where `start` is known. */
  startedAt: number | null;
  /** It has ended, and only waits for its parent to take note. */
  ended: boolean;
}

/** Asks the system about a process; undefined when it does not tell. */
export function readProcess(pid: number | 'self'): RunningProcess | undefined {
  if (process.platform === 'linux') {
    const status = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    if (status === null) return undefined;
    // The program's name is in parentheses and may hold anything, spaces and parentheses included.
    const afterName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return {
      start: afterName[19] ?? null,
      startedAt: null,
      ended: /^[ZX]$/.test(afterName[0] ?? ''),
    };
  }
  if (process.platform === 'win32' || pid === 'self') return undefined;
  const found = attempt(() =>
    process
      .getBuiltinModule('node:child_process')
      .execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
        timeout: 1_000,
      }),
  );
  const match = /^\s*(\S+)\s+(.+?)\s*$/.exec(found ?? '');
  if (match === null) return undefined;
  const startedAt = Date.parse(match[2] ?? '');
  return {
    start: null,
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    ended: match[1]?.startsWith('Z') ?? false,
  };
}

/** Which process this is. */
export function identifyProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    start: readProcess('self')?.start ?? null,
    namespace:
      process.platform === 'linux' ? attempt(() => readlinkSync('/proc/self/ns/pid')) : null,
  };
}

/** Whether a process with this id runs; one that may not be signalled runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
