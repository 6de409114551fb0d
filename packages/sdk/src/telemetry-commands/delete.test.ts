// Real processes of a tool that reports to several collectors.
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeletionRequest } from '@sonde/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));
const deletions = '/api/v1/deletions';
const receipt = {
  id: '6f1c1f5e-54ad-4d5c-a0b1-1d5b4a3c2f10',
  events_deleted: 3,
  at: '2026-11-21T12:00:00.000Z',
};

/** The tool's collector, and a project's. */
let own: TestServer;
let other: TestServer;
let home: TestHome;
let project: string;

beforeEach(async () => {
  [own, other] = await Promise.all([startTestServer(), startTestServer()]);
  home = createTestHome('', {
    OPTIONS: JSON.stringify({ endpoint: own.url, key: 'key-of-the-tool' }),
    FIX_TURE_TELEMETRY_KEY: '',
  });
  project = join(home.path, 'project');
  mkdirSync(project);
  mark(other.url);
});

afterEach(async () => {
  await Promise.all([own.close(), other.close()]);
  home.remove();
});

const mark = (endpoint: string) =>
  writeFileSync(
    join(project, '.fix-ture.yaml'),
    `projectId: 0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90\ntelemetryEndpoint: ${endpoint}\n`,
  );

const run = (
  argv: readonly string[] = [],
  cwd: string = home.path,
  variables: Record<string, string> = {},
) => runNode([tool, ...argv], { ...home.environment, ...variables }, { cwd });

/** Reports once to the tool's collector and once to the project's. */
async function report() {
  await run();
  await run([], project);
  await drain(home);
}

/** Makes a collector confirm or refuse deletion requests. */
function answerDeletions(server: TestServer, isWilling = true) {
  server.behave((request, response) => {
    if (!request.url.endsWith(deletions)) return false;
    const { anonymous_id } = request.body as unknown as DeletionRequest;
    if (isWilling) response.writeHead(200, { 'content-type': 'application/json' });
    else response.writeHead(403);
    response.end(
      isWilling
        ? JSON.stringify({ ...receipt, anonymous_id })
        : '{"code":"deletion_not_authorised","title":"No."}',
    );
    return true;
  });
}

/** The deletion requests to a collector, with their keys. */
const askedOf = (server: TestServer) =>
  server.requests
    .filter(({ url }) => url.endsWith(deletions))
    .map(({ body, headers, url }) => ({
      ...(body as unknown as DeletionRequest),
      key: headers['x-api-key'],
      url,
    }));
/** The ids of the events at a collector. */
const idsAt = (server: TestServer) => [
  ...new Set(server.events.map((event) => event.anonymous_id)),
];
const idFiles = () => home.files().filter((name) => /^(anonymous|former)-id/.test(name));
const secretIn = (name: string) => home.read(name).split('\n')[1] ?? '';

describe('one collector', () => {
  test('gets the secret; the receipt is shown, and the id is forgotten', async () => {
    await run();
    rmSync(join(project, '.fix-ture.yaml'));
    writeFileSync(join(home.path, '.fix-ture.yaml'), 'telemetryKeepFlushed: true\n');
    await run();
    await drain(home);
    expect(home.files().join()).toMatch(/\.flushed\..*deliveries|deliveries.*\.flushed\./s);
    await run();
    const [id = '', secret = ''] = home.read('anonymous-id').split('\n');
    answerDeletions(own);
    const deleted = await run(['telemetry', 'delete']);
    expect(deleted).toMatchObject({ code: 0, stderr: '' });
    expect(deleted.stdout).toContain(receipt.id);
    expect(deleted.stdout).toContain(`Deleted at ${own.url}: 3 events sent as ${id}`);
    expect(deleted.stdout).toContain('Deleted 3 events that had not been sent yet.');
    expect(deleted.stdout).not.toContain(secret);
    expect(askedOf(own)).toEqual([
      { anonymous_id: id, secret, key: 'key-of-the-tool', url: deletions },
    ]);
    // The secret is never sent with events.
    expect(own.texts.slice(0, -1).join('')).not.toContain(secret);
    expect(home.files().filter((name) => /jsonl|-id|deliver/.test(name))).toEqual([]);
    await run();
    expect(home.read('anonymous-id')).not.toContain(id);
  });

  test('that refuses or is down does not change the id', async () => {
    await run();
    answerDeletions(own, false);
    const refused = await run(['telemetry', 'delete']);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toBe('Deleted 3 events that had not been sent yet.\n');
    expect(refused.stderr).toContain(`${own.url} has not confirmed the deletion: status 403`);
    expect(refused.stderr).toContain('deletion_not_authorised');
    expect(refused.stderr).toContain('--forget');
    await own.close();
    const absent = await run(['telemetry', 'delete']);
    expect(absent).toMatchObject({ code: 1, stdout: '' });
    expect(absent.stderr).toContain('no response: ');
    expect(idFiles()).toEqual(['anonymous-id']);
    own = await startTestServer();
  });

  test('gets no request before the first run', async () => {
    const { stdout, code } = await run(['telemetry', 'delete', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ purged_events: 0, receipts: [], unanswered: [] });
    expect(own.requests).toEqual([]);
  });

  test('with several spellings of its address has one id', async () => {
    await run();
    const id = home.read('anonymous-id').slice(0, 36);
    const OPTIONS = JSON.stringify({ endpoint: `${own.url}/ingest` });
    await run([], home.path, { OPTIONS });
    await run([], home.path, { OPTIONS: JSON.stringify({ endpoint: `${own.url}/below/ingest` }) });
    await drain(home);
    expect(idsAt(own)).toEqual([id]);
    expect(idFiles()).toEqual(['anonymous-id']);
    own.behave((request, response) => {
      response.writeHead(request.url === deletions ? 200 : 503);
      response.end(JSON.stringify({ ...receipt, anonymous_id: id }));
      return true;
    });
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 1 });
    expect(askedOf(own).map(({ url }) => url)).toEqual([deletions, `/below${deletions}`]);
    // The id is no longer used, but kept for the collector that has not confirmed.
    expect(idFiles()).toEqual([`former-id-${id}`]);
    answerDeletions(own);
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 0 });
    expect(
      askedOf(own)
        .map(({ url }) => url)
        .slice(2),
    ).toEqual([`/below${deletions}`]);
    expect(idFiles()).toEqual([]);
  });
});

describe('several collectors', () => {
  test('have different ids and secrets for the installation', async () => {
    await report();
    const [first = ''] = idsAt(own);
    const [second = ''] = idsAt(other);
    expect(idsAt(own)).toHaveLength(1);
    expect(idsAt(other)).toHaveLength(1);
    expect(second).not.toBe(first);
    expect(idFiles()).toHaveLength(2);
    for (const name of idFiles()) {
      expect(statSync(join(home.spool, name)).mode & 0o777).toBe(0o600);
    }
    for (const [cwd, id] of [
      [home.path, first],
      [project, second],
    ]) {
      const { stdout } = await run(['telemetry', 'status', '--json'], cwd);
      expect(JSON.parse(stdout).anonymous_id).toBe(id);
    }
    await report();
    expect(idsAt(own)).toEqual([first]);
    expect(idsAt(other)).toEqual([second]);
    answerDeletions(own);
    answerDeletions(other);
    const deleted = await run(['telemetry', 'delete', '--json'], project);
    expect(deleted).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(deleted.stdout).receipts).toEqual([
      { collector: own.url, ...receipt, anonymous_id: first },
      { collector: other.url, ...receipt, anonymous_id: second },
    ]);
    const [toOwn] = askedOf(own);
    const [toOther] = askedOf(other);
    expect(toOwn).toMatchObject({ anonymous_id: first, key: 'key-of-the-tool' });
    expect(toOther).toMatchObject({ anonymous_id: second, key: undefined });
    expect(toOther?.secret).not.toBe(toOwn?.secret);
    expect(idFiles()).toEqual([]);
  });

  test('one that has not confirmed is named, and only it gets another request', async () => {
    await report();
    const [second = ''] = idsAt(other);
    answerDeletions(own);
    answerDeletions(other, false);
    const partly = await run(['telemetry', 'delete']);
    expect(partly.code).toBe(1);
    expect(partly.stdout).toContain(`Deleted at ${own.url}`);
    expect(partly.stderr).toContain(`${other.url} has not confirmed`);
    expect(partly.stderr).toContain(second);
    expect(partly.stderr).not.toContain(own.url);
    expect(idFiles()).toHaveLength(1);
    const json = await run(['telemetry', 'delete', '--json']);
    expect(json).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      receipts: [],
      unanswered: [{ collector: other.url, anonymous_id: second }],
      forgotten: false,
    });
    expect(askedOf(own)).toHaveLength(1);
    answerDeletions(other);
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 0, stderr: '' });
    expect(askedOf(own)).toHaveLength(1);
    expect(askedOf(other).at(-1)).toMatchObject({ anonymous_id: second });
    expect(idFiles()).toEqual([]);
  });

  test('--forget forgets a collector that is gone for good', async () => {
    await report();
    await other.close();
    answerDeletions(own);
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 1 });
    const forgotten = await run(['telemetry', 'delete', '--forget']);
    expect(forgotten.code).toBe(0);
    expect(forgotten.stderr).toContain(`${other.url} has not confirmed`);
    expect(forgotten.stderr).toContain('The id is forgotten');
    expect(idFiles()).toEqual([]);
    expect((await run(['telemetry', 'delete'])).stdout).toContain('has no id');
    other = await startTestServer();
  });

  test('a tool with a new endpoint has a new id there, and deletes at both', async () => {
    await run();
    const key = 'key-of-the-tool';
    const OPTIONS = JSON.stringify({ endpoint: other.url, key });
    await run([], home.path, { OPTIONS });
    await drain(home);
    const [first] = idsAt(own);
    const [second] = idsAt(other);
    expect(second).not.toBe(first);
    answerDeletions(own);
    answerDeletions(other);
    await run(['telemetry', 'delete'], home.path, { OPTIONS });
    expect(askedOf(own)).toMatchObject([{ anonymous_id: first, key }]);
    expect(askedOf(other)).toMatchObject([{ anonymous_id: second, key }]);
  });

  test('runs that start together use the same id for each', async () => {
    await Promise.all([1, 2, 3, 4, 5].flatMap(() => [run(), run([], project)]));
    await drain(home);
    expect(idsAt(own)).toHaveLength(1);
    expect(idsAt(other)).toHaveLength(1);
    expect(new Set([...idsAt(own), ...idsAt(other)]).size).toBe(2);
    expect(idFiles()).toHaveLength(2);
  });

  test('a vendor is reported as unable to delete', async () => {
    const destination = { type: 'segment', endpoint: other.url, key: 'key-of-the-vendor' };
    await run([], home.path, { OPTIONS: JSON.stringify({ destination }) });
    const { code, stderr } = await run(['telemetry', 'delete'], home.path);
    expect(code).toBe(1);
    expect(stderr).toContain('segment cannot delete the events of one installation');
    expect(stderr).toContain(home.read('anonymous-id').slice(0, 36));
    expect(await run(['telemetry', 'delete', '--forget'])).toMatchObject({ code: 0 });
    expect(idFiles()).toEqual([]);
  });
});

describe('every collector gets a request', () => {
  test('through the proxy from the environment', async () => {
    await run();
    await drain(home);
    const proxied: string[] = [];
    const proxy = createServer((request, response) => {
      proxied.push(request.url ?? '');
      request.resume();
      request.on('end', () => response.end(JSON.stringify(receipt)));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address() as AddressInfo;
    const variables = { HTTP_PROXY: `http://127.0.0.1:${address.port}` };
    const { code } = await run(['telemetry', 'delete'], home.path, variables);
    expect(code).toBe(0);
    expect(proxied).toEqual([`${own.url}${deletions}`]);
    expect(idFiles()).toEqual([]);
    await new Promise((resolve) => proxy.close(resolve));
  });

  test('a redirect is not followed, and the collector is named', async () => {
    await run();
    await drain(home);
    const id = home.read('anonymous-id').slice(0, 36);
    own.behave((request, response) => {
      response.writeHead(308, { location: `${other.url}${request.url}` }).end();
      return true;
    });
    const { code, stderr } = await run(['telemetry', 'delete']);
    expect(code).toBe(1);
    expect(stderr).toContain(`${own.url} has not confirmed`);
    expect(stderr).toContain('status 308, a redirect that is not followed');
    expect(other.requests).toEqual([]);
    expect(home.read('anonymous-id')).toContain(id);
  });

  test.each(['', 'no id\n', '\0'.repeat(100)])('a damaged id file is named: %j', async (text) => {
    await report();
    answerDeletions(own);
    answerDeletions(other);
    const path = join(home.spool, 'anonymous-id');
    writeFileSync(path, text);
    const json = await run(['telemetry', 'delete', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ unreadable: [path], unanswered: [] });
    expect(askedOf(other)).toHaveLength(1);
    const again = await run(['telemetry', 'delete']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain(`${path} cannot be read`);
    expect(await run(['telemetry', 'delete', '--forget'])).toMatchObject({ code: 0 });
    expect(idFiles()).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('an unreadable id file is named', async () => {
    await run();
    const path = join(home.spool, 'anonymous-id');
    renameSync(path, join(home.spool, 'kept'));
    symlinkSync('kept', path);
    const { code, stderr } = await run(['telemetry', 'delete']);
    expect(code).toBe(1);
    expect(stderr).toContain(`${path} cannot be read`);
  });

  test('an unreadable spool is named', async () => {
    mkdirSync(join(home.spool, '..'), { recursive: true });
    writeFileSync(home.spool, '');
    const { code, stderr } = await run(['telemetry', 'delete']);
    expect(code).toBe(1);
    expect(stderr).toContain(`${home.spool} cannot be read`);
  });

  test('also for runs whose variables were removed', async () => {
    await run();
    await drain(home);
    const bare = { PATH: home.environment.PATH ?? '', HOME: home.path };
    const variables = { OPTIONS: home.environment.OPTIONS ?? '', FIX_TURE_TELEMETRY_FLUSH_AT: '1' };
    const elsewhere = { FIX_TURE_TELEMETRY_NOTICE: 'elsewhere' };
    await runNode([tool], { ...bare, ...variables, ...elsewhere }, { cwd: home.path });
    await expect.poll(() => own.unique().size).toBe(6);
    const [first, second] = idsAt(own);
    expect(second).toBeDefined();
    answerDeletions(own);
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 0, stderr: '' });
    expect(
      askedOf(own)
        .map(({ anonymous_id }) => anonymous_id)
        .sort(),
    ).toEqual([first, second].sort());
  });

  test('from two commands at the same time: no id is forgotten before it is confirmed', async () => {
    await report();
    answerDeletions(own);
    answerDeletions(other, false);
    const [id] = idsAt(other);
    await Promise.all([1, 2, 3].map(() => run(['telemetry', 'delete'])));
    expect(idFiles()).toHaveLength(1);
    expect(home.read(idFiles()[0] ?? '')).toContain(id);
    answerDeletions(other);
    const ends = await Promise.all([1, 2, 3].map(() => run(['telemetry', 'delete'])));
    expect(ends.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      Array(3).fill({ code: 0, stderr: '' }),
    );
    expect(idFiles()).toEqual([]);
    expect(home.files().filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('a collector that a run adds meanwhile is kept for the next command', async () => {
    await run();
    await drain(home);
    const id = home.read('anonymous-id').slice(0, 36);
    const added = `sonde ${own.url}/below\n`;
    own.behave((request, response) => {
      if (!request.url.endsWith(deletions)) return false;
      const isAdded = home.files().includes('anonymous-id');
      if (isAdded) appendFileSync(join(home.spool, 'anonymous-id'), added);
      response.end(JSON.stringify({ ...receipt, anonymous_id: id }));
      return true;
    });
    await run(['telemetry', 'delete']);
    expect(idFiles()).toEqual([`former-id-${id}`]);
    expect(home.read(`former-id-${id}`)).toMatch(new RegExp(`^${id}\n\\w{64}\n${added}$`));
    await run(['telemetry', 'delete']);
    expect(askedOf(own).map(({ url }) => url)).toEqual([deletions, `/below${deletions}`]);
    expect(idFiles()).toEqual([]);
  });
});

/** Earlier releases had one id for all collectors, and sent the tool's key to each. */
describe('an id of an earlier release', () => {
  const id = '11111111-1111-4111-8111-111111111111';
  const secret = 'a'.repeat(64);

  /** Changes the spool to that of an earlier release that reported to these endpoints. */
  function leave(endpoints: readonly string[]) {
    for (const name of idFiles()) rmSync(join(home.spool, name));
    writeFileSync(join(home.spool, 'anonymous-id'), `${id}\n${secret}\n`, { mode: 0o600 });
    for (const name of home.files().filter((file) => file.startsWith('settings-'))) {
      const path = join(home.spool, name);
      const { isKeyOfEndpoint: _, ...settings } = JSON.parse(readFileSync(path, 'utf8'));
      if (endpoints.includes(settings.endpoint)) {
        writeFileSync(path, JSON.stringify({ ...settings, key: 'key-of-the-tool' }));
        renameSync(path, join(home.spool, name.replace('settings-', 'settings-0')));
      } else rmSync(path);
    }
  }
  const sent = () => Promise.all([answerDeletions(own), answerDeletions(other)]);

  test("stays the id for the tool's collector, and each collector that has it gets a request", async () => {
    await report();
    const before = other.requests.length;
    leave([own.url, other.url]);
    await report();
    expect(idsAt(own)).toContain(id);
    const later = other.requests.slice(before).flatMap(({ body }) => body.events);
    expect(later).not.toEqual([]);
    for (const event of later) expect(event.anonymous_id).not.toBe(id);
    expect(idFiles()).toHaveLength(3);
    sent();
    answerDeletions(other, false);
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 1 });
    // The tool's collector stores no later events under an id that it has deleted.
    await run();
    expect(home.read('anonymous-id')).not.toContain(id);
    expect(idFiles()).toContain(`former-id-${id}`);
    sent();
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 0 });
    expect(askedOf(own).map(({ anonymous_id }) => anonymous_id)).toContain(id);
    const asked = askedOf(other).filter(({ anonymous_id }) => anonymous_id === id);
    expect(asked).toHaveLength(2);
    expect(asked[0]?.secret).toBe(secret);
    // It does not get the tool's key.
    expect(askedOf(other).map(({ key }) => key)).toEqual(Array(4).fill(undefined));
    expect(idFiles()).toEqual([]);
  });

  test('is deleted everywhere by the first command after the update', async () => {
    await report();
    leave([own.url, other.url]);
    sent();
    expect(await run(['telemetry', 'delete'], project)).toMatchObject({ code: 0, stderr: '' });
    expect(askedOf(own)).toMatchObject([{ anonymous_id: id, secret, key: 'key-of-the-tool' }]);
    expect(askedOf(other)).toMatchObject([{ anonymous_id: id, secret, key: undefined }]);
    expect(idFiles()).toEqual([]);
  });

  test('is not used if the update also has a new endpoint', async () => {
    await report();
    leave([other.url]);
    await run();
    expect(home.read('anonymous-id')).not.toContain(id);
    expect(idFiles()).toEqual(['anonymous-id', `former-id-${id}`]);
    expect(secretIn(`former-id-${id}`)).toBe(secret);
    sent();
    expect(await run(['telemetry', 'delete'])).toMatchObject({ code: 0 });
    expect(askedOf(own).map(({ anonymous_id }) => anonymous_id)).not.toContain(id);
    expect(askedOf(other)).toMatchObject([{ anonymous_id: id, secret }]);
  });

  test('without a secret is kept and named', async () => {
    await report();
    leave([own.url]);
    writeFileSync(join(home.spool, 'anonymous-id'), `${id}\n`);
    await run();
    await drain(home);
    expect(idsAt(own)).toContain(id);
    const { code, stderr } = await run(['telemetry', 'delete']);
    expect(code).toBe(1);
    expect(stderr).toContain('the secret of this installation is missing');
  });
});
