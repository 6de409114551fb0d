import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { requiredRights } from '../server/check-server.js';
import { findPort } from './find-port.js';

/** A ClickHouse server in a process of its own, on loopback, with a directory that it alone uses. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  /** Address of the store for this server, without a password. */
  readonly url: string;
  readonly password: string;
  /** A user with the same password who may only read. */
  readonly readerUrl: string;
  /** Ends it like a power failure. */
  kill(): Promise<void>;
  /** Starts it again, on the same port with the same data. */
  start(): Promise<void>;
  /** Stops or resumes all of its threads: connections stay open and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Runs a statement as an administrator, and returns its rows as text. */
  run(statement: string): Promise<string>;
  /** Kills it and removes its directory. */
  remove(): Promise<void>;
}

const host = '127.0.0.1';
const users = { store: 'sonde', reader: 'reader', administrator: 'administrator' };

/** Where the servers of a cluster reach each other. */
interface Cluster {
  /** Of each server, in order. */
  nativePorts: readonly number[];
  password: string;
}

/** A server that shares replicated tables with others. */
interface Replica {
  /** Of ZooKeeper. */
  keeperPort: number;
  /** Values of the macros. */
  shard: string;
  replica: string;
}

/** Starts servers that know each other as the shards of the cluster `sonde`. */
export async function startTestCluster(count: number): Promise<TestServer[]> {
  const nativePorts: number[] = [];
  while (nativePorts.length < count) nativePorts.push(await findPort());
  const cluster = { nativePorts, password: randomBytes(12).toString('hex') };
  return Promise.all(nativePorts.map((port) => startTestServer({ ...cluster, port })));
}

/**
 * Builds and starts the server: ClickHouse in the `chdb` package, whose library contains the whole
 * program. For tests only: it creates replicated tables but does not replicate, and may crash at its
 * end.
 */
export async function startTestServer(
  cluster?: Cluster & { port: number },
  replica?: Replica,
): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-server-'));
  const program = join(directory, 'clickhouse-server');
  // The same file from `src` and from `dist`.
  const source = fileURLToPath(
    new URL('../../src/test-server/clickhouse-server.c', import.meta.url),
  );
  execFileSync('gcc', ['-O1', '-rdynamic', '-o', program, source, '-ldl']);
  const password = cluster?.password ?? randomBytes(12).toString('hex');
  const config = join(directory, 'config.xml');
  await mkdir(join(directory, 'data'));
  await writeFile(config, describeServer(config, password, cluster, replica), { mode: 0o600 });
  const port = await findPort();
  let child: ChildProcess | undefined;

  const run = async (statement: string) => {
    const response = await fetch(`http://${host}:${port}/`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${users.administrator}:${password}`)}` },
      body: statement,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  };
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const start = async () => {
    const log = join(directory, 'stderr');
    const started = spawn(
      'sh',
      [
        // The shell only redirects; the server keeps its process id.
        ...['-c', 'exec "$@" >/dev/null 2>"$0"', log, program, findLibrary()],
        ...['--path', join(directory, 'data'), '--config-file', config],
        ...['--listen_host', host, '--http_port', String(port)],
        ...(cluster === undefined ? [] : ['--tcp_port', String(cluster.port)]),
        ...['--query', `${cluster === undefined ? '' : listenNative}${listenForever}`],
      ],
      { env: {}, stdio: 'ignore' },
    );
    child = started;
    for (;;) {
      if (started.exitCode !== null || started.signalCode !== null) {
        throw new Error(`The test server ended: ${await readFile(log, 'utf8')}`);
      }
      if (await run('SELECT 1').catch(() => false)) return;
      await delay(50);
    }
  };
  await start();
  return {
    host,
    port,
    password,
    url: `http://${users.store}@${host}:${port}/sonde`,
    readerUrl: `http://${users.reader}@${host}:${port}/sonde`,
    kill,
    start,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    run,
    async remove() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The program ends with its statement, so this one never ends. */
const listenForever = `SYSTEM START LISTEN HTTP;
  SELECT sleepEachRow(1) FROM system.numbers
  SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0 FORMAT Null`;

const listenNative = 'SYSTEM START LISTEN TCP;';

/** The statements above run as `default`. */
function describeServer(
  path: string,
  password: string,
  cluster: Cluster | undefined,
  replica: Replica | undefined,
): string {
  const shards = (cluster?.nativePorts ?? []).map(
    (port) => `<shard><replica><host>${host}</host><port>${port}</port>
      <user>${users.store}</user><password>${password}</password></replica></shard>`,
  );
  const account = (name: string, granted: readonly string[]) =>
    `<${name}><password>${password}</password><networks><ip>${host}</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants>${granted.map((right) => `<query>GRANT ${right}</query>`).join('')}</grants></${name}>`;
  return `<clickhouse>
  <users_config>${path}</users_config>
  <users>
    <default><password/><networks><ip>::1</ip></networks>
      <profile>default</profile><quota>default</quota>
      <grants><query>GRANT SYSTEM ON *.*</query><query>GRANT SELECT ON system.numbers</query></grants>
    </default>
    ${account(users.store, requiredRights)}
    ${account(users.reader, ['SELECT ON *.*'])}
    ${account(users.administrator, ['ALL ON *.*'])}
  </users>
  <profiles><default/></profiles><quotas><default/></quotas>
  ${shards.length === 0 ? '' : `<remote_servers><sonde>${shards.join('')}</sonde></remote_servers>`}
  ${replica === undefined ? '' : describeReplica(replica)}
</clickhouse>`;
}

const describeReplica = ({ keeperPort, shard, replica }: Replica) =>
  `<zookeeper><node><host>${host}</host><port>${keeperPort}</port></node></zookeeper>
  <macros><shard>${shard}</shard><replica>${replica}</replica></macros>`;

/** Beside the binding of this platform. */
function findLibrary(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('chdb'));
  const system = process.platform === 'linux' ? 'linux' : process.platform;
  const suffix = process.platform === 'linux' ? '-gnu' : '';
  const binding = require.resolve(`@chdb/lib-${system}-${process.arch}${suffix}`);
  return join(dirname(binding), 'libchdb.so');
}
