import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./fixtures/systemd.sh', import.meta.url));
const program = '/usr/lib/systemd/systemd';

/** Whether cgroups v2 is mounted, which systemd requires. */
const cgroups = existsSync('/proc/self/mounts')
  ? /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/self/mounts', 'utf8'))?.[1]
  : undefined;

/** Why systemd cannot run here; undefined if it can. */
export const systemdFault: string | undefined =
  process.getuid?.() !== 0
    ? 'only root may'
    : !existsSync(program)
      ? 'it is not installed'
      : cgroups === undefined
        ? 'there are no cgroups of version 2'
        : undefined;

/** A systemd that is the first process in its own namespaces, with only our units. */
export interface Systemd {
  /** Runs a command next to it; returns its stdout. */
  run(...argv: string[]): string;
  stop(): Promise<void>;
}

export async function startSystemd(options: {
  directory: string;
  units: string;
  program: string;
}): Promise<Systemd> {
  const root = join(options.directory, 'root');
  mkdirSync(root);
  const cgroup = join(cgroups ?? '', `sonde-test-${process.pid}`);
  const child = spawn('sh', [script, root, cgroup, options.units, options.program], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    // Its processes end a moment later.
    for (let attempt = 0; attempt < 50 && existsSync(cgroup); attempt += 1) {
      spawnSync('find', [cgroup, '-depth', '-type', 'd', '-delete']);
      await sleep(100);
    }
  };
  try {
    const first = await findFirst(child);
    const namespaces = ['nsenter', '-t', first, '-m', '-p', '-n', '-i', '-u', '-C', '-r', '-w'];
    const run = (...argv: string[]) => {
      const [command = '', ...args] = [
        ...namespaces,
        'env',
        '-i',
        'PATH=/usr/sbin:/usr/bin',
        ...argv,
      ];
      return spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 }).stdout;
    };
    while (run('systemctl', 'is-system-running').trim() !== 'running') await sleep(100);
    return { run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The id of the process that became systemd. */
async function findFirst(child: ChildProcess): Promise<string> {
  while (child.exitCode === null) {
    const { stdout } = spawnSync('pgrep', ['-P', String(child.pid), '-x', 'systemd'], {
      encoding: 'utf8',
    });
    if (stdout !== '') return stdout.trim();
    await sleep(100);
  }
  throw new Error(`systemd.sh ended with ${child.exitCode}`);
}
