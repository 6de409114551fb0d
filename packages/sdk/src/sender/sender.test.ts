import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  createTestHome,
  drain,
  runTool,
  type TestHome,
  untilSendersEnd,
} from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const toolPath = fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url));
const senderPath = fileURLToPath(new URL('../../dist/sender.cjs', import.meta.url));
const perRun = 5;

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const run = (variables: Record<string, string> = {}, ...argv: string[]) =>
  runTool(home, ['app', 'run', 'return', ...argv], variables);

async function runs(count: number, variables: Record<string, string> = {}): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => run(variables)));
}

const until = (condition: () => boolean) => expect.poll(condition, { interval: 20 }).toBe(true);

const waiting = () => home.files().filter((name) => name.endsWith('.ready.jsonl'));
const state = () => JSON.parse(home.read(home.find('state-')));

/** Checks that each invocation's events arrived in order, without gaps, and each under one id. */
function expectComplete(invocations: number, events = perRun): void {
  const byInvocation = new Map<string, number[]>();
  for (const event of server.unique().values()) {
    const id = event.invocation_id ?? '';
    byInvocation.set(id, [...(byInvocation.get(id) ?? []), event.sequence ?? 0]);
  }
  expect(byInvocation.size).toBe(invocations);
  for (const sequences of byInvocation.values()) {
    expect(sequences).toEqual(Array.from({ length: events }, (_, index) => index + 1));
  }
}

describe('a detached sender', () => {
  test('starts when enough events are waiting, and delivers them after the tool has exited', async () => {
    await run();
    await untilSendersEnd(home);
    expect(server.requests).toEqual([]);
    await run({ FIX_TURE_TELEMETRY_FLUSH_AT: '10' });
    await until(() => server.unique().size === 2 * perRun);
    await until(() => waiting().length === 0 && !home.files().includes('sender.lease'));
    expectComplete(2);
    const [request] = server.requests;
    expect(request?.url).toBe('/ingest');
    expect(request?.headers['x-api-key']).toBe('key-of-the-test');
    expect(request?.body.meta).toMatchObject({
      library: expect.stringMatching(/^sonde\/\d/),
      tool: 'fix-ture',
      catalog_hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      loss: { id: expect.any(String), recorded: 10, sent: 10, dropped: {} },
    });
    expect(request?.body.events.every((event) => event.sent_at !== undefined)).toBe(true);
  });

  test('starts when an event has waited for more than a minute', async () => {
    await run();
    const [name = ''] = waiting();
    const { renameSync } = await import('node:fs');
    renameSync(
      join(home.spool, name),
      join(home.spool, name.replace(/^\d+/, String(Date.now() - 61_000))),
    );
    await run();
    await until(() => server.unique().size === 2 * perRun);
  });

  test('only the user can read the files, and the key is not in the arguments', async () => {
    await run();
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(home.spool)).toBe(0o700);
    for (const name of home.files()) expect(mode(join(home.spool, name))).toBe(0o600);
  });

  test.skipIf(process.platform !== 'linux')('does not run in a directory of the user', async () => {
    server.behave(() => true);
    await run({ FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    await until(() => server.requests.length === 1);
    const senders = readdirSync('/proc').filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home.spool);
      } catch {
        return false;
      }
    });
    expect(senders.map((pid) => readlinkSync(`/proc/${pid}/cwd`))).toEqual(['/']);
    const variables = readFileSync(`/proc/${senders[0]}/environ`, 'utf8').split('\0');
    // None shows where the sender was started; a shell sets the others itself.
    expect(variables.filter((text) => /^(OLD|INIT_)?PWD=(?!\/$)/.test(text))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')(
    'prints nothing about a deleted directory, even in debug mode',
    async () => {
      const place = join(home.path, 'place');
      mkdirSync(place);
      const program = `cd "$1" && rmdir "$1" && exec "$2" "$3" app run return`;
      const { stderr } = await new Promise<{ stderr: string }>((resolve) => {
        const child = spawn('/bin/sh', ['-c', program, 'sh', place, process.execPath, toolPath], {
          env: {
            ...home.environment,
            FIX_TURE_TELEMETRY_FLUSH_AT: '1',
            FIX_TURE_TELEMETRY_DEBUG: '1',
          },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let stderr = '';
        child.stderr.on('data', (chunk) => {
          stderr += chunk;
        });
        // Resolves when the sender has ended too.
        child.on('close', () => resolve({ stderr }));
      });
      expect(server.unique().size).toBe(perRun);
      const others = stderr.split('\n').filter((line) => !/^(sonde: .*|tool error)?$/.test(line));
      expect(others).toEqual([]);
    },
  );

  test('many at once deliver each event once', async () => {
    await runs(16, { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    await until(() => server.unique().size === 16 * perRun);
    await until(() => waiting().length === 0 && !home.files().includes('sender.lease'));
    expectComplete(16);
    expect(server.events).toHaveLength(16 * perRun);
  });

  test('does not recreate a spool that was deleted during a request', async () => {
    await run();
    server.behave((_request, response) => {
      home.remove();
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end('{"accepted":5,"duplicates":0,"quarantined":[],"rejected":[]}');
      return true;
    });
    await drain(home);
    expect(server.requests).toHaveLength(1);
    expect(existsSync(home.spool)).toBe(false);
  });

  test('several senders in one spool send no event twice', async () => {
    await runs(12);
    server.behave((_request, response) => {
      setTimeout(() => {
        response.writeHead(202, { 'content-type': 'application/json' });
        response.end('{"accepted":1,"duplicates":0,"quarantined":[],"rejected":[]}');
      }, 30);
      return true;
    });
    await Promise.all([drain(home), drain(home), drain(home), drain(home, [])]);
    const sent = server.requests.flatMap((request) => request.body.events);
    expect(new Set(sent.map((event) => event.insert_id)).size).toBe(12 * perRun);
    expect(sent).toHaveLength(12 * perRun);
    for (const request of server.requests) {
      expect(request.body.events.length).toBeLessThanOrEqual(25);
    }
  });

  test.each(['<html>Welcome</html>', '[]', 'null', '{"accepted":"all"}', '{"ok":true}'])(
    'a 202 that is not from a collector does not count as delivery: %s',
    async (text) => {
      await run();
      server.behave((_request, response) => {
        response.writeHead(202).end(text);
        return true;
      });
      expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
      server.behave(undefined);
      expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
    },
  );

  test('a 202 with an empty body counts as delivery', async () => {
    await run();
    server.behave((_request, response) => {
      response.writeHead(202).end();
      return true;
    });
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
  });

  test('sends the catalog when the collector requests it', async () => {
    await run();
    server.behave((request, response) => {
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          accepted: request.body.events.length,
          catalog_wanted: request.body.meta?.catalog === undefined,
        }),
      );
      return true;
    });
    await drain(home);
    expect(server.requests).toHaveLength(2);
    const meta = server.requests[1]?.body.meta;
    expect(meta?.catalog_hash).toBe(server.requests[0]?.body.meta?.catalog_hash);
    expect(meta?.tool).toBe('fix-ture');
    expect(meta?.catalog).toMatchObject({ format: 1, tool: 'fix-ture' });
  });
});

describe('killed in the middle', () => {
  test('a killed sender loses no event, and resends under the same ids', async () => {
    // The runs must not start senders, which could deliver in place of the killed one.
    await runs(10, { FIX_TURE_TELEMETRY_FLUSH_AT: '1000' });
    let answered = 0;
    server.behave((request, response) => {
      server.events.push(...request.body.events);
      answered += 1;
      if (answered === 1) {
        response.writeHead(202, { 'content-type': 'application/json' });
        response.end('{"accepted":25}');
      }
      return true;
    });
    const child = spawn(process.execPath, [senderPath, home.spool, '--now'], {
      env: home.environment,
      stdio: 'ignore',
    });
    await until(() => answered === 2);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    expect(home.files().some((name) => name.includes('.claimed_'))).toBe(true);
    server.behave(undefined);
    expect(await drain(home)).toMatchObject({ waiting: 0 });
    expectComplete(10);
    // The first batch was complete before the kill, so only the second was resent.
    expect(server.events).toHaveLength(10 * perRun + 25);
  });

  test('a run that was killed is recovered by the next sender', async () => {
    await runTool(home, ['app', 'run', 'SIGKILL']);
    await run({ FIX_TURE_TELEMETRY_FLUSH_AT: '6' });
    await until(() => server.unique().size === 2 * perRun);
    expectComplete(2);
  });

  test('a file of a running process is not touched', async () => {
    const endings = runTool(home, ['app', 'run', 'resolve', '--events', '2']);
    const hanging = spawn(
      process.execPath,
      [fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url)), 'app', 'run', 'hang'],
      { env: home.environment, stdio: 'ignore' },
    );
    await endings;
    await until(() => home.files().some((name) => name.includes('.open.')));
    await drain(home);
    expect(home.files().filter((name) => name.includes('.open.'))).toHaveLength(1);
    hanging.kill('SIGKILL');
    await new Promise((resolve) => hanging.on('exit', resolve));
    await drain(home);
    expect(home.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
    expect(server.unique().size).toBe(4 + perRun);
  });
});

describe('an endpoint that fails', () => {
  test.each([401, 403, 404, 408, 429, 500, 503])(
    'status %i: all events are kept, and the sender backs off',
    async (status) => {
      await run();
      server.behave((_request, response) => {
        response.writeHead(status, status === 429 ? { 'retry-after': '300' } : {});
        response.end();
        return true;
      });
      expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
      expect(state().failures).toBe(1);
      const delay = state().retryAt - Date.now();
      expect(delay).toBeGreaterThan(status === 429 ? 290_000 : 55_000);
      expect(delay).toBeLessThan(status === 429 ? 310_000 : 95_000);
      expect(await drain(home, [])).toMatchObject({ stopped: 'backing off' });
      expect(server.requests).toHaveLength(1);
      await run({ FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
      await untilSendersEnd(home);
      expect(server.requests).toHaveLength(1);
      server.behave(undefined);
      expect(await drain(home)).toMatchObject({ sent: 2 * perRun, waiting: 0 });
      expect(state()).toMatchObject({ failures: 0, retryAt: 0 });
      expectComplete(2);
    },
  );

  test('another endpoint does not wait for the first, and gets none of its events', async () => {
    const { port } = server;
    await server.close();
    await run();
    expect(await drain(home)).toMatchObject({ waiting: 1 });
    const other = await startTestServer();
    await run({
      FIX_TURE_TELEMETRY_ENDPOINT: other.url,
      FIX_TURE_TELEMETRY_KEY: 'another key',
      FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    });
    await until(() => other.unique().size === perRun);
    await until(() => !home.files().includes('sender.lease'));
    expect(waiting()).toHaveLength(1);
    server = await startTestServer(port);
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
    expectComplete(1);
    expect(other.unique().size).toBe(perRun);
    const keys = [...server.requests, ...other.requests].map((r) => r.headers['x-api-key']);
    expect(keys).toEqual(['key-of-the-test', 'another key']);
    await other.close();
  });

  test('the backoff can be shortened', async () => {
    await run({ FIX_TURE_TELEMETRY_BACKOFF_MS: '50' });
    server.behave((_request, response) => {
      response.writeHead(500).end();
      return true;
    });
    await drain(home);
    server.behave(undefined);
    await expect.poll(() => drain(home, [])).toMatchObject({ waiting: 0 });
  });

  test('a closed port or no response: events are kept, and the sender ends', async () => {
    await run({ FIX_TURE_TELEMETRY_REQUEST_TIMEOUT_MS: '300' });
    let heldMs = 0;
    server.behave((_request, response) => {
      const arrivedAt = performance.now();
      response.on('close', () => {
        heldMs = performance.now() - arrivedAt;
      });
      return true;
    });
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    await expect.poll(() => heldMs).toBeGreaterThan(0);
    // Shorter than the default timeout of a request.
    expect(heldMs).toBeLessThan(4_000);
    const { port } = server;
    await server.close();
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    expect(state().failures).toBe(2);
    server = await startTestServer(port);
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
  });

  test('after a lost response, events are resent under the same ids', async () => {
    await run();
    server.behave(() => 'lose');
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    server.behave(undefined);
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
    expect(server.events).toHaveLength(2 * perRun);
    expectComplete(1);
  });

  test('a 200 that is not from a collector does not count as delivery', async () => {
    await run();
    server.behave((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
      return true;
    });
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
  });

  test.each([400, 413, 422])(
    'status %i: the invalid event is found, and the others are delivered',
    async (status) => {
      await runs(3);
      server.behave((request, response) => {
        const poisoned = request.body.events.some(
          (event) => event.event === 'Noted' && event.properties?.number === 1,
        );
        if (poisoned) response.writeHead(status).end();
        return poisoned;
      });
      expect(await drain(home)).toMatchObject({ sent: 12, quarantined: 3, waiting: 0 });
      const [quarantine = ''] = home.files().filter((name) => name.startsWith('quarantine-'));
      const lines = home.read(quarantine).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line).code)).toEqual(Array(3).fill(`http_${status}`));
      server.behave(undefined);
      await run();
      await drain(home);
      expect(server.requests.at(-1)?.body.meta?.loss).toMatchObject({
        recorded: 8,
        sent: 5,
        dropped: { quarantine: 3 },
      });
    },
  );

  test('an event that the response rejects is quarantined, and the others are delivered', async () => {
    await run();
    server.behave((request, response) => {
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          accepted: request.body.events.length - 1,
          rejected: [{ index: 2, code: 'event_too_large' }],
        }),
      );
      return true;
    });
    expect(await drain(home)).toMatchObject({ sent: 4, quarantined: 1, waiting: 0 });
  });

  test('a redirect to another origin is not followed', async () => {
    await run();
    const other = await startTestServer();
    server.behave((_request, response) => {
      response.writeHead(307, { location: `${other.url}/ingest` }).end();
      return true;
    });
    expect(await drain(home)).toMatchObject({ sent: 0, waiting: 1 });
    expect(other.requests).toEqual([]);
    await other.close();
  });

  test('a proxy is used, except for addresses that are exempt', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      request.resume();
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"accepted":5}');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await run();
    home.environment.http_proxy = `http://127.0.0.1:${port}`;
    home.environment.NO_PROXY = '127.0.0.1';
    await drain(home);
    expect(seen).toEqual([]);
    await run();
    delete home.environment.NO_PROXY;
    await drain(home);
    expect(seen).toEqual([`${server.url}/ingest`]);
    proxy.close();
  });
});

describe('in CI', () => {
  const ci = { CI: 'true', GITHUB_ACTIONS: 'true' };

  test('all events are delivered before the tool exits, however it ends', async () => {
    for (const ending of ['return', 'exit', 'throw', 'unhandled', 'SIGINT', 'SIGTERM']) {
      await runTool(home, ['app', 'run', ending], ci);
      expect(waiting()).toEqual([]);
    }
    const ended = [...server.unique().values()].filter((e) => e.event === 'Command Completed');
    expect(ended).toHaveLength(6);
    expect(ended[0]).toMatchObject({
      anonymous_id: 'ci:github_actions',
      properties: { is_ci: true, ci_name: 'github_actions' },
    });
    expect(existsSync(join(home.spool, 'anonymous-id'))).toBe(false);
  });

  test('an endpoint that never responds costs only the budget, and the events are kept', async () => {
    server.behave(() => true);
    const plain = await run({ PLAIN: '1' });
    const patient = { FIX_TURE_TELEMETRY_REQUEST_TIMEOUT_MS: '60000' };
    const budget = { FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '3000' };
    const hanging = await run({ ...ci, ...patient, ...budget });
    expect(hanging.durationMs - plain.durationMs).toBeLessThan(6_000);
    expect(hanging.code).toBe(0);
    server.behave(undefined);
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
  });

  test('without a usable directory the events are delivered from memory', async () => {
    const end = await run({ ...ci, FIX_TURE_TELEMETRY_DIR: '/dev/null/nothing' });
    expect(end).toMatchObject({ code: 0, stderr: 'tool error\n' });
    expectComplete(1);
  });
});

describe('a directory that cannot be used', () => {
  // Below a file, and in a file system that has no new directories.
  test.each(['/dev/null/nothing', '/proc/nothing/at-all'])(
    'telemetry is off: %s',
    async (directory) => {
      const end = await run({ FIX_TURE_TELEMETRY_DIR: directory });
      expect(end).toMatchObject({ code: 0, stdout: 'tool output\n', stderr: 'tool error\n' });
      expect(server.requests).toEqual([]);
    },
  );

  test('a read-only home', async () => {
    // Root can write anywhere, so the test uses another user.
    const options = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    chmodSync(home.path, 0o555);
    const end = await runTool(home, ['app', 'run', 'return'], {}, options);
    chmodSync(home.path, 0o700);
    expect(end).toMatchObject({ code: 0, stdout: 'tool output\n', stderr: 'tool error\n' });
    expect(home.files()).toEqual([]);
  });

  test('debug mode says why', async () => {
    const end = await run({
      FIX_TURE_TELEMETRY_DIR: '/dev/null/nothing',
      FIX_TURE_TELEMETRY_DEBUG: '1',
    });
    expect(end.stderr).toContain('sonde: off: no usable directory');
    expect(end.stdout).toBe('tool output\n');
  });
});

describe('retention', () => {
  test('copies are kept if the project asks for them', async () => {
    writeFileSync(join(home.path, '.fix-ture.yaml'), 'telemetryKeepFlushed: true\n');
    await run();
    await run();
    await drain(home);
    const [copy = ''] = home.files().filter((name) => name.endsWith('.flushed.jsonl'));
    expect(home.read(copy)).toContain('Command Completed');
    // The first run has given the project its id.
    const event = [...server.unique().values()].at(-1);
    expect(event?.project_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('old copies and old events are deleted, and the loss is reported', async () => {
    writeFileSync(join(home.path, '.fix-ture.yaml'), 'telemetryKeepFlushed: true\n');
    await run();
    await drain(home);
    const old = new Date(Date.now() - 3 * 86_400_000);
    for (const name of home.files()) {
      if (name.includes('.flushed.')) utimesSync(join(home.spool, name), old, old);
    }
    const week = Date.now() - 8 * 86_400_000;
    writeFileSync(
      join(
        home.spool,
        `${week}_1_${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}_${home.tag()}_7_100_0.ready.jsonl`,
      ),
      '{"event":"Old"}\n',
    );
    await run();
    await drain(home);
    expect(home.files().filter((name) => name.includes('.flushed.'))).toHaveLength(1);
    expect(server.events.some((event) => event.event === 'Old')).toBe(false);
    expect(server.requests.at(-1)?.body.meta?.loss?.dropped).toEqual({ age: 7 });
  });

  test('damaged lines are skipped and counted', async () => {
    await run();
    const [name = ''] = waiting();
    appendFileSync(join(home.spool, name), Buffer.from([0, 255, 10, 123, 10, 0xc3, 0x28, 10]));
    appendFileSync(join(home.spool, name), `${'x'.repeat(200_000)}\n{"event":"to`);
    expect(await drain(home)).toMatchObject({ sent: perRun, waiting: 0 });
    expect(server.requests.at(-1)?.body.meta?.loss?.dropped).toEqual({ corrupt: 5 });
  });

  test('a spool that is too large drops its oldest events', async () => {
    await run();
    mkdirSync(home.spool, { recursive: true });
    const now = Date.now();
    for (let index = 0; index < 6; index += 1) {
      writeFileSync(
        join(
          home.spool,
          `${now - 60_000 + index}_1_${'0'.repeat(8)}-0000-4000-8000-00000000000${index}_${home.tag()}_1_2000000_0.ready.jsonl`,
        ),
        `${JSON.stringify({ event: `Big ${index}`, insert_id: `big-${index}` })}\n${'\n'.repeat(2_000_000)}`,
      );
    }
    await drain(home);
    const big = [...server.unique().values()]
      .map((e) => e.event)
      .filter((e) => e.startsWith('Big'));
    expect(big).toEqual(['Big 2', 'Big 3', 'Big 4', 'Big 5']);
    expect(readdirSync(home.spool).filter((name) => name.endsWith('.ready.jsonl'))).toEqual([]);
  });
});

test('events of a project with its own endpoint reach only that endpoint', async () => {
  const own = await startTestServer();
  const project = createTestHome('', {});
  writeFileSync(join(project.path, '.fix-ture.yaml'), `telemetryEndpoint: ${own.url}\n`);
  await runTool(project, ['app', 'run', 'return']);
  writeFileSync(join(project.path, '.fix-ture.yaml'), '# nothing\n');
  await runTool(project, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY_ENDPOINT: server.url });
  await drain(project);
  expect(own.unique().size).toBe(perRun);
  expectComplete(1);
  await own.close();
  project.remove();
});
