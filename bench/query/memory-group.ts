import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group of Linux that limits the memory of one process. */
export interface MemoryGroup {
  /** A command that starts another in the group: append it and its arguments. */
  through: readonly string[];
  /** How often the kernel ended a process of the group because it had no memory left. */
  kills(): number;
  remove(): void;
}

const versions = [
  { root: '/sys/fs/cgroup', limit: 'memory.max', events: 'memory.events' },
  {
    root: '/sys/fs/cgroup/memory',
    limit: 'memory.limit_in_bytes',
    events: 'memory.oom_control',
  },
];

/** Undefined if this user cannot create one here; root usually can. */
export function createMemoryGroup(bytes: number): MemoryGroup | undefined {
  for (const { root, limit, events } of versions) {
    const group = join(root, `sonde-bench-${process.pid}`);
    try {
      mkdirSync(group);
    } catch {
      continue;
    }
    const remove = () => rmdirSync(group);
    if (!existsSync(join(group, limit))) {
      remove();
      continue;
    }
    writeFileSync(join(group, limit), String(bytes));
    return {
      through: ['/bin/sh', '-c', `echo $$ > ${group}/cgroup.procs && exec "$@"`, 'sh'],
      kills: () =>
        Number(/^oom_kill (\d+)/m.exec(readFileSync(join(group, events), 'utf8'))?.[1] ?? 0),
      remove,
    };
  }
  return undefined;
}
