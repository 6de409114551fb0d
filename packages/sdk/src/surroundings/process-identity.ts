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

/** Start of a process in the kernel's clock ticks since boot, and whether it has ended. Linux only. */
export function readKernelStatus(pid: number | 'self'): { start: string; ended: boolean } | null {
  return attempt(() => {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in parentheses and may hold anything, spaces and parentheses included.
    const afterName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return { start: afterName[19] ?? '', ended: /^[ZX]$/.test(afterName[0] ?? '') };
  });
}

/** Which process this is. */
export function identifyProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    start: readKernelStatus('self')?.start ?? null,
    namespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
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
