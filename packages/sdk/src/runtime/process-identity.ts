import { readFileSync, readlinkSync } from './node-modules.js';

/** Identifies a process, even if a later one has the same id. */
export interface ProcessIdentity {
  pid: number;
  /** Start time by the kernel's clock; null if unknown. */
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

/** The status of a process. */
export interface KernelStatus {
  /** Start time in clock ticks since boot. */
  start: string;
  ended: boolean;
  pid: number;
  /** Process id of its parent; 0 if that is in another namespace. */
  parent: number;
  /** Process ids of the leaders of its group and session; 0 if they are in another namespace. */
  group: number;
  session: number;
  /** Number of its controlling terminal; `0` if it has none. */
  terminal: string | undefined;
  /** Bit masks of the ignored and caught signals; bit 0 is signal 1. */
  ignored: number;
  caught: number;
}

/**
 * Whether `/proc` belongs to this process namespace. A sandbox may have a new process namespace
 * and the `/proc` of the system, where the same id is another process.
 */
export function isProcOfNamespace(): boolean {
  return attempt(() => readlinkSync('/proc/self')) === String(process.pid);
}

/** Reads the status of a process from the kernel. Linux only. */
export function readKernelStatus(pid: number | 'self'): KernelStatus | null {
  if (pid !== 'self' && !isProcOfNamespace()) return null;
  return attempt(() => {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in parentheses and may contain spaces and parentheses.
    const afterName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent, group, session, terminal] = afterName;
    return {
      start: afterName[19] ?? '',
      ended: /^[ZX]$/.test(state),
      pid: Number.parseInt(status, 10),
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      terminal,
      ignored: Number(afterName[30]),
      caught: Number(afterName[31]),
    };
  });
}

let own: KernelStatus | null | undefined;

/** Reads the status of this process, once. Linux only. */
export function readOwnStatus(): KernelStatus | null {
  own ??= readKernelStatus('self');
  return own;
}

/** The process namespace of a process, as a number; 0 if unknown. */
export const namespaceNumber = ({ namespace }: Pick<ProcessIdentity, 'namespace'>): number =>
  Number(/\d+/.exec(namespace ?? '')?.[0] ?? 0);

/** The identity of this process. */
export function identifyProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    start: readOwnStatus()?.start ?? null,
    namespace: attempt(() => readlinkSync('/proc/self/ns/pid')),
  };
}

/** Whether a process with this id is running, even if this user may not signal it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
