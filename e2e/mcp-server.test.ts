import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Funnel, InvocationPage, Overview } from '@sonde/analytics';
import type { WireEvent } from '@sonde/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from './collector-process.js';
import { postEvents } from './dashboard/post-events.js';
import { recordEvents } from './dashboard/recorded-events.js';

const bin = fileURLToPath(new URL('../packages/cli/bin/sonde.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'sonde-mcp-'));
const path = (name: string) => join(root, name);
let collector: CollectorProcess;

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: path('data') });
  await collector.start();
  const events: WireEvent[] = [];
  for (const some of recordEvents({ invocations: 300, now: Date.now() })) events.push(...some);
  await postEvents(collector.url, events);
});
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

async function connect(mode: 'legacy' | { pin: string }, ...argv: string[]) {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [bin, 'mcp', '--collector', collector.url, ...argv],
      // As clients do that pass on nothing of the user's.
      env: { PATH: process.env.PATH ?? '', HOME: root },
      stderr: 'pipe',
    }),
  );
  return client;
}

async function ask(client: Client, name: string, input: Record<string, unknown> = {}) {
  const { content, isError = false } = await client.callTool({ name, arguments: input });
  const [answer] = content as [{ type: string; text: string }];
  expect(content).toEqual([{ type: 'text', text: expect.any(String) }]);
  return { isError, text: answer.text };
}

async function read<Response>(path: string): Promise<Response> {
  const response = await fetch(`${collector.url}${path}`);
  expect(response.status).toBe(200);
  return response.json() as Promise<Response>;
}

describe.each([
  ['that initializes', 'legacy'],
  ['that discovers', { pin: '2026-07-28' }],
] as const)('a client %s', (_, mode) => {
  let client: Client;
  beforeAll(async () => {
    client = await connect(mode);
  });
  afterAll(() => client.close());

  test('learns what it can ask, and what for', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...['overview', 'what_got_worse', 'flows', 'funnel', 'invocations', 'invocation', 'filters'],
    ]);
    for (const { annotations, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true });
      expect(description).toBeTruthy();
    }
    expect(client.getInstructions()).toContain('why users stop');
  });

  test('gets from the whole to single runs', async () => {
    const overview = await read<Overview>('/api/v1/overview');
    expect((await ask(client, 'overview')).text).toContain(String(overview.totals.invocations));

    expect((await ask(client, 'what_got_worse')).text).toMatch(/compared with|two releases/);

    const flows = await ask(client, 'flows', { from: '60d' });
    expect(flows.text).toMatch(/^application_create \(.*\): \d+ runs, \d+% completed, \d+ aborted/);

    const funnel = await read<Funnel>('/api/v1/flows/application_create/funnel');
    const asked = await ask(client, 'funnel', { flow: 'application_create' });
    for (const { id, reached } of funnel.stages) {
      expect(asked.text).toContain(id);
      expect(asked.text).toContain(String(reached));
    }

    const [stage] = funnel.stages.filter(({ stopped }) => stopped.total > 0);
    const found = await ask(client, 'invocations', {
      ...{ flow: 'application_create', flow_stopped_at: stage?.id, limit: 3 },
    });
    const list = await read<InvocationPage>(
      `/api/v1/invocations?flow=application_create&flow_stopped_at=${stage?.id}&limit=3`,
    );
    expect(list.flow_runs).toBe(stage?.stopped.total);
    expect(found.text).toContain(`with ${list.flow_runs} matching runs`);
    expect(
      found.text
        .split('\n')
        .slice(1)
        .map((line) => line.split('  ')[0]),
    ).toEqual(list.invocations.map(({ invocation_id }) => invocation_id));

    const { invocation_id, status } = list.invocations[0]!;
    const one = await ask(client, 'invocation', { invocation_id });
    expect(one.text).toContain(status);
    expect(one.text).toContain('Command Invoked');
    expect((await ask(client, 'filters')).text).toMatch(/^command: .*orbit init \d+/m);
  });

  test('filters by several values, and by none that exist', async () => {
    const query = 'command=orbit%20init&command=orbit%20logs%20tail&is_ci=false';
    const { total } = await read<InvocationPage>(`/api/v1/invocations?${query}`);
    const command = ['orbit init', 'orbit logs tail'];
    expect((await ask(client, 'invocations', { command, is_ci: false })).text).toContain(
      `${total} match`,
    );
    expect((await ask(client, 'invocations', { version: ['0.0.0'] })).text).toContain('0 match');
    expect((await ask(client, 'overview', { version: ['0.0.0'] })).text).toContain(
      'No invocations',
    );
  });

  test('gets answers that none of the clients cuts, which say what is left out', async () => {
    const { text } = await ask(client, 'invocations', { limit: 100 });
    expect(Buffer.byteLength(text)).toBeLessThan(12_000);
    expect(text).toMatch(/… \d+ more lines are left out\. Ask for .*\.$/);
  });

  test.each([
    ['funnel', { flow: 'nothing' }, 'flow_not_found'],
    ['invocation', { invocation_id: 'nothing' }, 'invocation_not_found'],
    ['what_got_worse', { since: '0.0.0' }, 'no run of version 0.0.0'],
    ['overview', { from: 'yesterday' }, 'option_invalid: .*yesterday is not a time'],
    ['overview', { from: '2026-02-01', to: '2026-01-01' }, 'parameter_invalid'],
    ['invocations', { flow_outcome: 'failed' }, 'parameter_invalid'],
    ['invocations', { limit: 1_000 }, 'limit'],
    ['funnel', {}, 'flow'],
    ['overview', { verison: ['1'] }, 'verison|additional'],
  ])('gets an error that says what is wrong: %s %j', async (name, input, expected) => {
    const answer = await ask(client, name, input);
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(expected) });
  });
});

test('a key from a file is read for each question, and never shown', async () => {
  const keys: (string | undefined)[] = [];
  const refusing = createServer(({ headers }, response) => {
    keys.push(headers.authorization);
    response.writeHead(401, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'key_unknown' }));
  }).listen(0, '127.0.0.1');
  await once(refusing, 'listening');
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const keyFile = path('key');
  const client = await connect('legacy', '--collector', url, '--key-file', keyFile);
  expect(await ask(client, 'flows')).toMatchObject({
    ...{ isError: true, text: expect.stringContaining('file_not_readable') },
  });
  for (const key of ['sonde_rk_first', 'sonde_rk_second']) {
    writeFileSync(keyFile, `${key}\n`);
    const { isError, text } = await ask(client, 'flows');
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringMatching(/^key_unknown: .*\n.*--key-file/),
    });
    expect(text).not.toContain(key);
  }
  expect(keys).toEqual(['Bearer sonde_rk_first', 'Bearer sonde_rk_second']);
  await client.close();
  refusing.close();
});

test('a collector that is away is reported, and asked again', async () => {
  const client = await connect('legacy');
  await collector.stop();
  expect(await ask(client, 'flows')).toMatchObject({
    ...{ isError: true, text: expect.stringContaining('collector_unreachable') },
  });
  await collector.start();
  expect(await ask(client, 'flows')).toMatchObject({ isError: false });
  await client.close();
});

test('the program ends with its input', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'mcp'], {
    ...{ input: '', encoding: 'utf8', timeout: 20_000, env: { PATH: process.env.PATH } },
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
