import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPort } from '../test-server/find-port.js';

/** Debian's package. */
export const zookeeperArchive = '/usr/share/java/zookeeper.jar';

export interface Zookeeper {
  port: number;
  /** Runs commands of its command line, one per line. Returns what they print. */
  ask(commands: readonly string[]): string;
  remove(): Promise<void>;
}

const java = '/usr/bin/java';

/** Starts Debian's ZooKeeper on loopback, with a directory of its own. */
export async function startZookeeper(): Promise<Zookeeper> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-zookeeper-'));
  const config = join(directory, 'zoo.cfg');
  const port = await findPort();
  const host = '127.0.0.1';
  await writeFile(
    config,
    `dataDir=${join(directory, 'data')}
clientPortAddress=${host}
clientPort=${port}
admin.enableServer=false
`,
  );
  const server = spawn(
    java,
    ['-cp', zookeeperArchive, 'org.apache.zookeeper.server.quorum.QuorumPeerMain', config],
    { cwd: directory, env: {}, stdio: 'ignore' },
  );
  const exited = once(server, 'exit');
  const ask = (commands: readonly string[]) =>
    spawnSync(
      java,
      ['-cp', zookeeperArchive, 'org.apache.zookeeper.ZooKeeperMain', '-server', `${host}:${port}`],
      { cwd: directory, env: {}, input: `${commands.join('\n')}\nquit\n`, encoding: 'utf8' },
    ).stdout;
  while (!ask(['ls /']).includes('zookeeper')) {
    if (server.exitCode !== null) throw new Error('Debian’s ZooKeeper ended.');
    await delay(100);
  }
  return {
    port,
    ask,
    async remove() {
      server.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
