import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that a run has left behind. */
export interface LeftProcess {
  pid: number;
  parent: number;
  /** Its command line. */
  command: string;
  /** The detached sender of the SDK, or the shell that will become it. */
  isSender: boolean;
  /** Its peak memory so far, in bytes; 0 if unknown. */
  peakBytes: number;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function inspect(pid: number, root: string): LeftProcess | undefined {
  const environment = read(`/proc/${pid}/environ`);
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  if (!environment.includes(root) && !command.includes(root)) return undefined;
  const stat = read(`/proc/${pid}/stat`);
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || /^[ZX]?$/.test(state)) return undefined;
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return {
    pid,
    parent: Number(parent),
    command,
    isSender: /(^|\0)SONDE_SENDER=/.test(environment),
    peakBytes: Number(peak ?? 0) * 1_024,
  };
}

/**
 * Processes with the path of a sandbox in their environment or arguments; every process started
 * there inherits it. Outside Linux only arguments are visible.
 */
export function listLeftProcesses(root: string): LeftProcess[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((name) => inspect(Number(name), root))
      .filter((found) => found !== undefined);
  }
  return execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(root))
    .flatMap((line) => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      if (pid === undefined || Number(pid) === process.pid) return [];
      const isSender = /sender\.js\b/.test(command);
      return [{ pid: Number(pid), parent: Number(parent), command, isSender, peakBytes: 0 }];
    });
}

/** Those that were not started by another one of them. */
export function rootsOf(processes: readonly LeftProcess[]): LeftProcess[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  return processes.filter(({ parent }) => !pids.has(parent));
}

/** What was observed while waiting for processes to end. */
export interface Watched {
  /** Still running at the end of the wait. */
  left: LeftProcess[];
  /** Peak memory of a sender, in bytes. */
  peakBytes: number;
}

/** Waits until no process of a run is left. */
export async function untilProcessesEnd(root: string, timeoutMs: number): Promise<Watched> {
  const end = performance.now() + timeoutMs;
  let peakBytes = 0;
  for (;;) {
    const left = listLeftProcesses(root);
    for (const one of left) if (one.isSender) peakBytes = Math.max(peakBytes, one.peakBytes);
    if (left.length === 0 || performance.now() > end) return { left, peakBytes };
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Ends processes that must not stay on this machine after a case. */
export function endProcesses(processes: readonly LeftProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {}
  }
}
