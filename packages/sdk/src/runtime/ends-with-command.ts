import { existsSync, readFileSync } from './node-modules.js';
import { isProcOfNamespace, type ProcessIdentity, readKernelStatus } from './process-identity.js';

/** The process namespace of the system, a constant of the Linux kernel. */
const systemNamespace = 'pid:[4026531836]';

/** Names of init programs. The first process of WSL is named `init` too. */
const systemInit = /^(systemd|init|runit|s6-svscan|openrc-init|dinit|procd)\b/;

/** Whether the first process of this namespace is an init program and not a command. */
function hasSystemInit(): boolean {
  try {
    return systemInit.test(readFileSync('/proc/1/comm', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Whether this process is a descendant of the first process of its namespace. It is not if it was started
 * from outside, as with `docker exec`; then the namespace outlives it.
 */
function descendsFromFirst(): boolean {
  let pid = process.ppid;
  while (pid > 1) pid = readKernelStatus(pid)?.parent ?? 1;
  return pid === 1;
}

/**
 * Whether child processes are killed when the command ends. This is the case in a
 * process namespace created for the command, by a container or a sandbox: when its first process
 * ends, the kernel kills the others.
 */
export function endsWithCommand({ namespace }: Pick<ProcessIdentity, 'namespace'>): boolean {
  if (process.pid === 1) return true;
  if (namespace === null || namespace === systemNamespace) {
    // A virtual machine for one container.
    const isContainer = () => existsSync('/.dockerenv') || existsSync('/run/.containerenv');
    return process.ppid === 1 && isContainer();
  }
  if (!isProcOfNamespace()) return true;
  return descendsFromFirst() && !hasSystemInit();
}
