import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from './migrations.js';
import type { ServerStoreOptions, Store } from './port.js';
import { inspectServerStore, openServerStore } from './server-store.js';
import { startTestCluster, startTestServer, type TestServer } from './test-server/test-server.js';
import { oldServerProgram, startOldServer } from './testing/old-server.js';
import { collect, createStoredEvent } from './testing/stored-events.js';

let first: TestServer;
let second: TestServer;
/** In no cluster. */
let single: TestServer;
let root: string;
let directories = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  [first, second] = (await startTestCluster(2)) as [TestServer, TestServer];
  single = await startTestServer();
});

afterAll(async () => {
  for (const server of [first, second, single]) await server.remove();
  await rm(root, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const server of [first, second, single]) {
    await server.run('DROP DATABASE IF EXISTS sonde SYNC');
  }
});

function open(servers: readonly TestServer[], more: Partial<ServerStoreOptions> = {}) {
  directories += 1;
  return openServerStore({
    url: servers.map(({ url }) => url).join(','),
    password: servers.map(({ password }) => password).join('\n'),
    directory: join(root, String(directories)),
    connectTimeoutMs: 1_000,
    ...more,
  });
}

/** The code of the error, and what it says. */
const refusal = (opening: Promise<Store>) =>
  opening.then(
    (store) => store.close().then(() => 'none'),
    ({ code, message }) => `${code}: ${message}`,
  );

const addressOf = ({ host, port }: TestServer) => `http://${host}:${port}`;

async function writeOn(servers: readonly TestServer[]): Promise<void> {
  const store = await open(servers);
  await store.append({ events: [createStoredEvent()], quarantined: [] });
  await store.close();
}

const countDatabases = (server: TestServer) =>
  server.run("SELECT count() FROM system.databases WHERE name = 'sonde'");

describe('two servers are refused with', () => {
  it('a wrong password for one of them', async () => {
    const found = await refusal(open([first, second], { password: `${first.password}\nwrong` }));
    expect(found).toMatch(/^store_login_refused: /);
    expect(found).toContain(addressOf(second));
    expect(found).not.toContain(first.password);
    expect(await countDatabases(first)).toBe('0\n');
  });

  it('passwords for more servers', async () => {
    const found = await refusal(open([first, second], { password: 'a\nb\nc' }));
    expect(found).toMatch(/^setting_invalid: .*2 servers.* 3/);
  });

  it('a user of one who may only read', async () => {
    const url = `${first.url},${second.readerUrl}`;
    const found = await refusal(open([first, second], { url }));
    expect(found).toMatch(/^store_rights_missing: /);
    expect(found).toContain(addressOf(second));
  });

  it.skipIf(!existsSync(oldServerProgram))('one that is too old', async () => {
    const old = await startOldServer();
    const url = `${first.url},${old.url}`;
    const found = await refusal(open([first], { url, password: `${first.password}\n` }));
    expect(found).toMatch(/^store_too_old: .*18\.16/);
    expect(found).toContain(old.url);
    await old.remove();
  });

  it('two names for the same one', async () => {
    const url = `${first.url},${first.url.replace('127.0.0.1', 'localhost')}`;
    expect(await refusal(open([first], { url }))).toMatch(/^setting_invalid: .*same server/);
    // Nothing remains of it.
    await writeOn([first]);
  });

  it('a first one that does not know the cluster', async () => {
    expect(await refusal(open([single, second]))).toMatch(/^store_cluster_wrong: .*no cluster/);
  });

  it('a cluster in another order, or of other servers', async () => {
    expect(await refusal(open([second, first]))).toMatch(/^store_cluster_wrong: .*shard 1/);
    expect(await refusal(open([first, single]))).toMatch(/^store_cluster_wrong: /);
    expect(await refusal(open([first, second, single]))).toMatch(
      /^store_cluster_wrong: .*2 shards/,
    );
    // Nothing remains of it.
    await writeOn([first, second]);
  });
});

describe('the servers of stored data', () => {
  it('cannot be changed', async () => {
    await writeOn([first, second]);
    for (const servers of [[first], [second], [second, first], [first, single]]) {
      expect(await refusal(open(servers))).toMatch(/^store_shards_changed: /);
    }
    expect(await refusal(open([first, second, single]))).toMatch(/^store_shards_changed: /);
    const store = await open([first, second]);
    expect(await collect(store.exportEvents('default', {}))).toHaveLength(1);
    await store.close();
  });

  it('cannot be added to', async () => {
    await writeOn([first]);
    expect(await refusal(open([first, second]))).toMatch(/^store_shards_changed: .*has events/);
    await writeOn([first]);
  });

  it('can be noted by a start that was interrupted before', async () => {
    await writeOn([first, second]);
    await second.run('DROP DATABASE sonde SYNC');
    // Another server in its place is noticed.
    expect(await refusal(open([first, second]))).toMatch(/^store_shards_changed: /);
    await first.run('DROP DATABASE sonde SYNC');
    await (await open([first, second])).close();
    await second.run(
      'ALTER TABLE sonde.shards DELETE WHERE notEmpty(shards) SETTINGS mutations_sync = 1',
    );
    await writeOn([first, second]);
  });
});

describe('tables', () => {
  it('that were altered on one server are refused', async () => {
    await writeOn([first, second]);
    await second.run('ALTER TABLE sonde.events MODIFY COLUMN received_at Int32');
    const found = await refusal(open([first, second]));
    expect(found).toMatch(/^store_tables_changed: .*events\.received_at/);
    expect(found).toContain(addressOf(second));
  });

  it('of a newer version on one server are refused', async () => {
    await writeOn([first, second]);
    await second.run("INSERT INTO sonde.migrations (number, name) VALUES (9999, 'newer')");
    const found = await refusal(open([first, second]));
    expect(found).toMatch(/^data_newer_than_program: /);
    expect(found).toContain(addressOf(second));
  });

  it('can be inspected on both', async () => {
    const inspect = () =>
      inspectServerStore({
        url: `${first.url},${second.url}`,
        password: first.password,
        directory: join(root, 'none'),
      });
    expect(await inspect()).toBeUndefined();
    await writeOn([first, second]);
    expect(await inspect()).toEqual({ applied: migrations.at(-1)?.number, missing: 0 });
  });
});
