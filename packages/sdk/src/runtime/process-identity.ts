import { readFileSync, readlinkSync } from './node-modules.js';

/** Distinguishes a process from a later one with the same id. */
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

/** What the kernel says of a process. */
interface KernelStatus {
  /** In clock ticks since boot. */
  start: string;
  ended: boolean;
  /** Process id of its parent; 0 if that is in another namespace. */
  parent: number;
  /** Number of its controlling terminal; `0` where it has none. */
  terminal: string | undefined;
  /** Signals that it ignores and catches: bit 0 is signal 1. */
  ignored: number;
  caught: number;
}

/**
 * Whether `/proc` numbers processes as this one does. A sandbox may have a process namespace of its own
 * and the `/proc` of the system, where the same number is another process.
 */
export function isProcOfNamespace(): boolean {
  return attempt(() => readlinkSync('/proc/self')) === String(process.pid);
}

/** Asks the kernel about a process. Linux only. */
export function readKernelStatus(pid: number | 'self'): KernelStatus | null {
  if (pid !== 'self' && !isProcOfNamespace()) return null;
  return attempt(() => {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in parentheses and may hold anything, spaces and parentheses included.
    const afterName = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const [state = '', parent, , , terminal] = afterName;
    return {
      start: afterName[19] ?? '',
      ended: /^[ZX]$/.test(state),
      parent: Number(parent),
      terminal,
      ignored: Number(afterName[30]),
      caught: Number(afterName[31]),
    };
  });
}

let own: KernelStatus | null | undefined;

/** Asks the kernel about this process, once. Linux only. */
export function readOwnStatus(): KernelStatus | null {
  own ??= readKernelStatus('self');
  return own;
}

/** Number of the process namespace that a process id belongs to; 0 if unknown. */
export const namespaceNumber = ({ namespace }: Pick<ProcessIdentity, 'namespace'>): number =>
  Number(/\d+/.exec(namespace ?? '')?.[0] ?? 0);

/** Which process this is. */
export function identifyProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    start: readOwnStatus()?.start ?? null,
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
