import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findPort } from '../test-server/find-port.js';

/** Debian's package, whose version is of 2018. */
export const oldServerProgram = '/usr/sbin/clickhouse-server';

/** Starts Debian's ClickHouse on loopback, with a directory of its own and no password. */
export async function startOldServer(): Promise<{ url: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'sonde-server-'));
  const config = join(directory, 'config.xml');
  const port = await findPort();
  const host = '127.0.0.1';
  await writeFile(
    config,
    `<yandex>
      <logger><level>none</level></logger>
      <listen_host>${host}</listen_host><http_port>${port}</http_port>
      <path>${directory}/data/</path><tmp_path>${directory}/tmp/</tmp_path>
      <user_files_path>${directory}/files/</user_files_path>
      <format_schema_path>${directory}/schemas/</format_schema_path>
      <mark_cache_size>100000000</mark_cache_size>
      <default_profile>default</default_profile><default_database>default</default_database>
      <users_config>${config}</users_config>
      <profiles><default/></profiles><quotas><default/></quotas>
      <users><default><password/><networks><ip>${host}</ip></networks>
        <profile>default</profile><quota>default</quota></default></users>
    </yandex>`,
  );
  const server = spawn(oldServerProgram, [`--config-file=${config}`], { env: {}, stdio: 'ignore' });
  const exited = once(server, 'exit');
  const url = `http://${host}:${port}`;
  while (
    !(await fetch(`${url}/ping`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (server.exitCode !== null) throw new Error('Debian’s ClickHouse ended.');
    await delay(50);
  }
  return {
    url,
    async remove() {
      server.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
