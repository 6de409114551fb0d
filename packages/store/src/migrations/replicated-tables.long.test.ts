import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-server/test-server.js';
import { startZookeeper, type Zookeeper, zookeeperArchive } from '../testing/zookeeper.js';
import { newestTables } from './newest-tables.js';

const names = ['first', 'second'];
const pathOf = (table: string) => `/clickhouse/tables/1/sonde/${table}`;

/** The same table, replicated between the servers of a shard. */
function replicated(statement: string, name: string): string {
  return statement.replace(
    /^ENGINE = (\w*MergeTree)(?:\((.*)\))?$/m,
    (_, engine: string, given?: string) =>
      `ENGINE = Replicated${engine}(${[`'/clickhouse/tables/{shard}/sonde/${name}'`, "'{replica}'", ...(given === undefined ? [] : [given])].join(', ')})`,
  );
}

/**
 * That replicas can be made of all tables. The test server does not replicate rows, so nothing is
 * written here.
 */
describe.skipIf(!existsSync(zookeeperArchive))('replicated tables', () => {
  let keeper: Zookeeper;
  let servers: TestServer[];

  beforeAll(async () => {
    keeper = await startZookeeper();
    servers = [];
    for (const replica of names) {
      const place = { keeperPort: keeper.port, shard: '1', replica };
      servers.push(await startTestServer(undefined, place));
    }
    for (const server of servers) {
      await server.run('CREATE DATABASE sonde');
      for (const { name, statement } of newestTables) await server.run(replicated(statement, name));
    }
  });

  afterAll(async () => {
    for (const server of servers) await server.remove();
    await keeper.remove();
  });

  it('are created on each server as stated', async () => {
    for (const server of servers) {
      for (const { name, statement } of newestTables) {
        const shown = await server.run(
          `SELECT replaceAll(formatQuery(create_table_query), '\`', '') FROM system.tables
           WHERE database = 'sonde' AND name = '${name}' FORMAT TSVRaw`,
        );
        expect(shown.trim()).toBe(replicated(statement, name).trim());
      }
      expect(
        await server.run(
          "SELECT count(), countIf(total_replicas = 2) FROM system.replicas WHERE database = 'sonde'",
        ),
      ).toBe(`${newestTables.length}\t${newestTables.length}\n`);
    }
  });

  it('have both replicas in ZooKeeper, with the same columns', () => {
    const listed = keeper.ask(newestTables.map(({ name }) => `ls ${pathOf(name)}/replicas`));
    expect(listed.split('[first, second]').length - 1).toBe(newestTables.length);
    const places = ['', ...names.map((replica) => `/replicas/${replica}`)];
    const shown = keeper.ask(
      newestTables.flatMap(({ name }) =>
        places.map((place) => `get ${pathOf(name)}${place}/columns`),
      ),
    );
    const columns = shown
      .split('columns format version')
      .slice(1)
      .map((text) => text.match(/^`.*$/gm));
    expect(columns.length).toBe(newestTables.length * places.length);
    columns.forEach((listed, i) => {
      expect(listed?.length).toBeGreaterThan(0);
      expect(listed).toEqual(columns[i - (i % places.length)]);
    });
  });

  it('refuse a server whose table has other columns', async () => {
    const { name, statement } = newestTables[0] ?? { name: '', statement: '' };
    const [server] = servers;
    if (server === undefined) throw new Error('no server');
    await server.run('CREATE DATABASE other');
    const other = replicated(statement, name)
      .replace('sonde.', 'other.')
      .replace("'{replica}'", "'third'")
      .replace('id String', 'id UInt64');
    await expect(server.run(other)).rejects.toThrow('Code: 122');
  });
});
