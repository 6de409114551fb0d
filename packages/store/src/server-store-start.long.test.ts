import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { markDataDirectory, prepareDataDirectory } from './data-directory.js';
import { openEmbeddedStore } from './embedded-store.js';
import { migrations } from './migrations.js';
import type { ServerStoreOptions, Store } from './port.js';
import { queries } from './queries.js';
import { inspectServerStore, openServerStore } from './server-store.js';
import { startTestServer, type TestServer } from './test-server/test-server.js';
import { oldServerProgram, startOldServer } from './testing/old-server.js';
import { collect, createStoredEvent } from './testing/stored-events.js';

let server: TestServer;
let root: string;
let directories = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  server = await startTestServer();
});

afterAll(async () => {
  await server.remove();
  await rm(root, { recursive: true, force: true });
});

function open(more: Partial<ServerStoreOptions> = {}): Promise<Store> {
  directories += 1;
  const directory = join(root, String(directories));
  const { url, password } = server;
  return openServerStore({ url, password, directory, connectTimeoutMs: 1_000, ...more });
}

/** The code of the error, and what it says. */
const refusal = (opening: Promise<Store>) =>
  opening.then(
    () => 'none',
    ({ code, message }) => `${code}: ${message}`,
  );

describe('is refused', () => {
  it.each([
    [
      'an address where nothing listens',
      () => ({ url: 'http://127.0.0.1:1' }),
      /^store_unreachable: .*ECONNREFUSED/,
    ],
    [
      'a name that does not exist',
      () => ({ url: 'http://nowhere.invalid:8123' }),
      /^store_unreachable: .*nowhere\.invalid/,
    ],
    ['a wrong password', () => ({ password: 'wrong' }), /^store_login_refused: /],
    ['no password', () => ({ password: '' }), /^store_login_refused: .*no password is set/],
    [
      'an unknown user',
      () => ({ url: server.url.replace('sonde@', 'nobody@') }),
      /^store_login_refused: /,
    ],
    [
      'a user who may only read',
      () => ({ url: server.readerUrl }),
      /^store_rights_missing: .*CREATE TABLE/,
    ],
    ['another database', () => ({ url: `${server.url}2` }), /^setting_invalid: /],
    [
      'a plain server as https',
      () => ({ url: server.url.replace('http:', 'https:') }),
      /^store_unreachable: .* does not speak TLS on this port/,
    ],
  ])('%s', async (_, more, expected) => {
    const found = await refusal(open(more()));
    expect(found).toMatch(expected);
    expect(found).not.toContain(server.password);
  });

  it('an address where nothing listens, after it said once that it waits', async () => {
    const messages: string[] = [];
    const onFault = (message: string) => messages.push(message);
    await refusal(open({ url: 'http://127.0.0.1:1', onFault }));
    expect(messages).toEqual([
      'Waiting up to 1 seconds for the ClickHouse server http://127.0.0.1:1',
    ]);
  });

  it('a server that is not ClickHouse', async () => {
    const other = createServer((_, response) => response.end('{"hello": "world"}')).listen(0);
    const { port } = other.address() as AddressInfo;
    expect(await refusal(open({ url: `http://127.0.0.1:${port}` }))).toMatch(
      /^store_unreachable: .*ClickHouse/,
    );
    other.close();
  });

  it.skipIf(!existsSync(oldServerProgram))('an old server, which is not changed', async () => {
    const old = await startOldServer();
    expect(await refusal(open({ url: old.url, password: '' }))).toMatch(
      /^store_too_old: .*18\.16\.1.* 26\.7 or later/,
    );
    const databases = await fetch(`${old.url}/?query=SHOW+DATABASES`);
    expect((await databases.text()).split('\n')).not.toContain('sonde');
    await old.remove();
  });
});

it('keeps a data directory for the kind of store that it belongs to', async () => {
  const [ofServer, embedded] = [join(root, 'of-server'), join(root, 'embedded')];
  await (await open({ directory: ofServer })).close();
  await (await open({ directory: ofServer })).close();
  expect(await refusal(openEmbeddedStore({ directory: ofServer }))).toMatch(
    /^data_directory_of_other_store: /,
  );
  await prepareDataDirectory(embedded);
  await markDataDirectory(embedded);
  expect(await refusal(open({ directory: embedded }))).toMatch(/^data_directory_of_other_store: /);
});

it('lets others lead only when the first has stopped', async () => {
  const first = await open();
  expect(first.role).toBe('leader');
  expect(await refusal(open({ mustLead: true }))).toMatch(/^store_in_use: /);
  const second = await open();
  expect(second.role).toBe('intake');
  await expect(second.query(queries.tools, { project: 'default' })).rejects.toMatchObject({
    code: 'not_the_leader',
  });
  await second.append({ events: [createStoredEvent()], quarantined: [] });
  expect(await collect(first.exportEvents('default', {}))).toHaveLength(1);
  await first.close();
  await expect.poll(() => second.role).toBe('leader');
  expect(await collect(second.exportEvents('default', {}))).toHaveLength(1);
  await second.close();
});

it('can be inspected without changing it', async () => {
  const { url, password } = server;
  const inspect = () => inspectServerStore({ url, password, directory: join(root, 'none') });
  await server.run('DROP DATABASE IF EXISTS sonde SYNC');
  expect(await inspect()).toBeUndefined();
  expect(await server.run("SELECT count() FROM system.databases WHERE name = 'sonde'")).toBe('0\n');
  await (await open()).close();
  expect(await inspect()).toEqual({ applied: migrations.at(-1)?.number, missing: 0 });
  expect(existsSync(join(root, 'none'))).toBe(false);
});

describe('with tables', () => {
  beforeEach(async () => {
    await server.run('DROP DATABASE IF EXISTS sonde SYNC');
    await (await open()).close();
  });

  it.each([
    ['a missing column', 'ALTER TABLE sonde.losses DROP COLUMN recorded', /losses\.recorded/],
    [
      'another type',
      'ALTER TABLE sonde.events MODIFY COLUMN received_at Int32',
      /events\.received_at/,
    ],
    ['a missing table', 'DROP TABLE sonde.audit_log', /audit_log/],
    [
      'another engine',
      `DROP TABLE sonde.secrets SYNC; CREATE TABLE sonde.secrets (name String, value String) ENGINE = Log`,
      /table secrets/,
    ],
    [
      'rows that expire',
      'ALTER TABLE sonde.events MODIFY TTL toDateTime(intDiv(received_at, 1000)) + INTERVAL 20 DAY',
      /table events/,
    ],
    [
      'a constraint',
      'ALTER TABLE sonde.events ADD CONSTRAINT few CHECK sequence < 3',
      /table events/,
    ],
  ])('refuses %s', async (_, statements, expected) => {
    for (const statement of statements.split('; ')) await server.run(statement);
    const found = await refusal(open());
    expect(found).toMatch(/^store_tables_changed: /);
    expect(found).toMatch(expected);
  });

  it('accepts an additional column', async () => {
    await server.run('ALTER TABLE sonde.events ADD COLUMN ours String');
    const store = await open();
    await store.append({ events: [createStoredEvent()], quarantined: [] });
    expect(await collect(store.exportEvents('default', {}))).toHaveLength(1);
    await store.close();
  });

  it('refuses those of a newer version, and changes nothing', async () => {
    await server.run("INSERT INTO sonde.migrations (number, name) VALUES (9999, 'newer')");
    expect(await refusal(open())).toMatch(/^data_newer_than_program: /);
  });

  it('reports the disks of the server, and makes no backups', async () => {
    const store = await open();
    const { disk } = await store.query(queries.storage, {});
    expect(disk.free_bytes).toBeGreaterThan(0);
    expect(disk.total_bytes).toBeGreaterThan(disk.free_bytes);
    await expect(store.checkWritable()).resolves.toBeUndefined();
    await expect(
      store.backup({ directory: join(root, 'backup'), version: '1' }),
    ).rejects.toMatchObject({ code: 'backup_not_supported' });
    await store.close();
  });

  it('are reached by TLS, if the authority is trusted', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      algorithm: 'sha256',
    });
    const tls = createTlsServer({ key, cert }, (client) => {
      const upstream = connect(server.port, server.host);
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    }).listen(0);
    const url = `https://sonde@localhost:${(tls.address() as AddressInfo).port}`;
    expect(await refusal(open({ url }))).toMatch(/^store_unreachable: .*self-signed/);
    expect(await refusal(open({ url: url.replace('https:', 'http:') }))).toMatch(
      /^store_unreachable: .*; does its address begin with https:\?/,
    );
    const store = await open({ url, ca: Buffer.from(cert) });
    await store.append({ events: [createStoredEvent()], quarantined: [] });
    await store.close();
    tls.close();
  });
});
