import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type {
  Adoption,
  AgentReport,
  CommandList,
  CommandReport,
  ErrorReport,
  EventList,
  FreeFunnel,
  Funnel,
  InvocationPage,
  Overview,
  PropertyBreakdown,
  Retention,
} from '@sonde/analytics';
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
  await fetch(`${collector.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [{ event: '' }],
      meta: { loss: { id: 'one', recorded: 10, sent: 7, dropped: { age: 3 } } },
    }),
  });
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

/** The cells of the first row of a table that begins with this text. */
function row(text: string, name: string): string[] {
  const line = text.split('\n').find((one) => one.startsWith(`${name}  `)) ?? '';
  return line.slice(name.length).trim().split(/ {2,}/);
}

/** How many runs the list of invocations has. */
async function countRuns(client: Client, input: Record<string, unknown>): Promise<number> {
  const { isError, text } = await ask(client, 'invocations', { ...input, limit: 1 });
  expect(isError, text).toBe(false);
  return Number(/^([\d,]+) match/.exec(text)?.[1]?.replaceAll(',', ''));
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
      ...['overview', 'what_got_worse', 'flows', 'funnel', 'free_funnel'],
      ...['commands', 'command', 'errors', 'agents', 'adoption', 'retention', 'events'],
      ...['invocations', 'invocation', 'filters', 'health', 'sql'],
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

  test('learns which commands fail, and what their runs have in common', async () => {
    const { commands } = await read<CommandList>('/api/v1/commands');
    const all = (await ask(client, 'commands')).text;
    for (const { command, invocations, users } of commands) {
      expect(row(all, command).slice(0, 2)).toEqual([`${invocations}`, `${users}`]);
    }
    const lost = (one: (typeof commands)[number]) => one.failed + one.vanished;
    const [worst] = [...commands].sort((a, b) => lost(b) - lost(a));
    const name = worst?.command ?? '';
    expect(all.split('\n')[2]).toContain(name);

    const report = await read<CommandReport>(`/api/v1/commands/${encodeURIComponent(name)}`);
    const one = (await ask(client, 'command', { name })).text;
    expect(row(one, 'in the range')[0]).toBe(String(report.totals.invocations));
    for (const { exit_code, invocations } of report.exit_codes) {
      const text = String(exit_code ?? 'none');
      expect(row(one, text)[0]).toBe(String(invocations));
      expect(await countRuns(client, { command: [name], exit_code: text })).toBe(invocations);
    }
    const [flag] = report.flags;
    expect(row(one, flag!.flag)[1]).toBe(String(flag!.given.invocations));
    expect(await countRuns(client, { command: [name], flag: flag!.flag })).toBe(
      flag!.given.invocations,
    );
    expect((await ask(client, 'command', { name: 'orbit nothing' })).text).toContain('No run of');
  });

  test('learns which errors occur, and where', async () => {
    const { invocations, classes } = await read<ErrorReport>('/api/v1/errors');
    const { text } = await ask(client, 'errors');
    expect(text).toContain(`${invocations} runs`);
    for (const { error_class, invocations, users } of classes) {
      const [runs, people, , before = '', after = ''] = row(text, error_class);
      expect([runs, people]).toEqual([`${invocations}`, `${users}`]);
      expect(Number(before) + Number(after)).toBe(invocations);
      expect(await countRuns(client, { error_class })).toBe(invocations);
    }
    expect(await countRuns(client, { has_error: true })).toBe(invocations);
  });

  test('learns who runs the tool, with what, and who comes back', async () => {
    const { actors } = await read<AgentReport>('/api/v1/agents');
    const agents = (await ask(client, 'agents')).text;
    expect(actors.some(({ actor }) => actor.startsWith('agent:'))).toBe(true);
    for (const { actor, invocations, repeated } of actors) {
      const cells = row(agents, actor);
      expect([cells[1], cells.at(-1)]).toEqual([`${invocations}`, `${repeated}`]);
      expect(await countRuns(client, { actor })).toBe(invocations);
    }

    const { groups } = await read<Adoption>('/api/v1/adoption?property=runtime');
    const adoption = (await ask(client, 'adoption', { property: 'runtime' })).text;
    const [{ value, users, invocations } = { value: '', users: 0, invocations: 0 }] =
      groups[0]!.values;
    const cells = row(adoption, value);
    expect([cells[0], cells[2]]).toEqual([`${users}`, `${invocations}`]);
    expect(await countRuns(client, { runtime: [value] })).toBe(invocations);
    expect((await ask(client, 'adoption')).text).toContain('By version');

    const retention = await read<Retention>('/api/v1/retention');
    const cohort = retention.groups[0]!.cohorts.find(({ people }) => people > 0)!;
    const returning = (await ask(client, 'retention')).text;
    expect(returning).toContain(`Everyone: ${retention.groups[0]!.people} people`);
    expect(row(returning, cohort.week.slice(0, 10)).slice(0, 2)).toEqual([
      ...[`${cohort.people}`, `${cohort.weeks[1]!.people}`],
    ]);
    const first_to = retention.weeks[retention.weeks.indexOf(cohort.week) + 1];
    const runs = await ask(client, 'invocations', { first_from: cohort.week, first_to });
    expect(runs.text).toContain(`of ${cohort.people} people`);
  });

  test('counts events, the values of a property, and a funnel over any events', async () => {
    const { events } = await read<EventList>('/api/v1/events');
    const all = (await ask(client, 'events')).text;
    for (const one of events.filter((event) => event.events > 0)) {
      expect(row(all, one.event)[0]).toBe(one.events.toLocaleString('en'));
    }
    const event = 'CLI Application Create Accepted Terms';
    expect((await ask(client, 'events', { event })).text).toMatch(/^its own: plan$/m);
    const breakdown = await read<PropertyBreakdown>(
      `/api/v1/events/${encodeURIComponent(event)}/breakdown?property=plan`,
    );
    const values = (await ask(client, 'events', { event, property: 'plan' })).text;
    for (const { condition, invocations } of breakdown.values) {
      expect(row(values, condition)[1]).toBe(String(invocations));
      expect(await countRuns(client, { event, property: [condition] })).toBe(invocations);
    }

    const step = ['Command Invoked', event, 'CLI Application Create Completed'];
    const query = new URLSearchParams(step.map((name) => ['step', name]));
    const { steps } = await read<FreeFunnel>(`/api/v1/free-funnel?${query}`);
    const funnel = (await ask(client, 'free_funnel', { step, by: 'version' })).text;
    for (const [i, { subjects }] of steps.entries()) {
      expect(row(funnel, `${i + 1}. ${step[i]}`)[0]).toBe(String(subjects));
      const reached = { funnel_step: step, funnel_reached: i + 1 };
      expect(await countRuns(client, reached)).toBe(subjects);
    }
    expect(funnel).toMatch(/^1\.5\.0 +\d/m);
  });

  test('learns what was lost or refused', async () => {
    const { text } = await ask(client, 'health');
    expect(text).toContain('recorded 10 events, sent 7 and lost 3 (30%): 3 age.');
    expect(text).toContain('1 event into quarantine');
    expect(row(text, '(no name)')).toContain('event_name_invalid');
  });

  test('asks anything else in SQL', async () => {
    const views = (await ask(client, 'sql')).text;
    expect(views).toMatch(/^invocations: /m);
    expect(views).toMatch(/^ {2}error_class Nullable\(String\): /m);
    expect(views).toContain('uniqExact');
    expect(views).not.toContain('left out');

    const { totals } = await read<Overview>('/api/v1/overview');
    const query =
      'SELECT count(*) AS runs, uniqExact(person) AS people, NULL AS no FROM invocations';
    const { text } = await ask(client, 'sql', { query });
    expect(text.split('\n').slice(1)).toEqual([
      'runs\tpeople\tno',
      `${totals.invocations}\t${totals.users}\tNULL`,
    ]);
    const many = await ask(client, 'sql', { query: 'SELECT * FROM events' });
    expect(Buffer.byteLength(many.text)).toBeLessThan(12_000);
    expect(many.text).toMatch(/^[\d,]+ rows, in .*\nevent\ttime\t/);
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
    expect(text).toMatch(/… \d+ more lines left out\. Ask for .*\.$/);
  });

  test('takes one value for a list of one, a number for its text, and null for nothing', async () => {
    const exit_code = await countRuns(client, { exit_code: '1' });
    expect(exit_code).toBeGreaterThan(0);
    expect(await countRuns(client, { exit_code: 1, version: null })).toBe(exit_code);
    const one = await countRuns(client, { version: ['1.5.0'], is_ci: false });
    expect(await countRuns(client, { version: '1.5.0', is_ci: 'false' })).toBe(one);
  });

  test.each([
    ['funnel', { flow: 'nothing' }, 'flow_not_found'],
    ['invocation', { invocation_id: 'nothing' }, 'invocation_not_found'],
    ['what_got_worse', { since: '0.0.0' }, 'no run of version 0.0.0'],
    ['overview', { from: 'yesterday' }, 'option_invalid: .*yesterday is not a time; use ISO 8601'],
    ['overview', { from: 7 }, 'option_invalid: .*7 is not a time'],
    ['invocations', { status: 'error' }, 'status must be .*: succeeded, failed'],
    ['free_funnel', { step: Array(13).fill('a') }, 'step must not have more than 12 items'],
    ['free_funnel', { step: ['a', 'b'], window_ms: '7d' }, 'window_ms must be integer'],
    ['overview', { from: '2026-02-01', to: '2026-01-01' }, 'parameter_invalid'],
    ['invocations', { flow_outcome: 'failed' }, 'parameter_invalid'],
    ['invocations', { limit: 1_000 }, 'limit'],
    ['invocations', { limit: 1.5 }, 'limit must be integer'],
    ['sql', { query: 'DROP TABLE events' }, 'sql_invalid: .*SELECT belongs here'],
    ['sql', { query: 'INSERT INTO events VALUES (1)' }, 'sql_invalid: .*it says INSERT'],
    ['sql', { query: 'SELECT nothing FROM events' }, 'sql_invalid: .*no column nothing'],
    ['sql', { query: 'SELECT * FROM system.tables' }, 'sql_invalid: .*views are events'],
    ['events', { property: 'plan' }, 'option_invalid: .*property needs event'],
    ['free_funnel', { step: ['a'] }, 'step'],
    ['free_funnel', { step: ['a', 'b'], by: 'nothing' }, 'parameter_invalid'],
    ['funnel', {}, 'flow'],
    ['overview', { verison: ['1'] }, 'additional properties: verison'],
  ])('gets an error that says what is wrong: %s %j', async (name, input, expected) => {
    const answer = await ask(client, name, input);
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(expected) });
  });
});

test('a long answer shows how the run ended, and every value stays in its line', async () => {
  const client = await connect('legacy');
  const invocation_id = crypto.randomUUID();
  const name = `orbit ${'long'.repeat(100)}`;
  const hidden = String.fromCodePoint(0xe0041);
  const note = `1\n2\u20283${hidden}`;
  const noted = Array.from({ length: 300 }, () => ({ event: 'Step Done', properties: { note } }));
  const all = [
    { event: 'Command Invoked', properties: {} },
    ...noted,
    { event: 'Command Completed', properties: { succeeded: false, exit_code: 77 } },
  ];
  const now = Date.now();
  await postEvents(
    collector.url,
    all.map(({ event, properties }, i) => ({
      ...{ event, invocation_id, anonymous_id: 'an-other', insert_id: crypto.randomUUID() },
      ...{ sequence: i + 1, timestamp: new Date(now - 1_000 + i).toISOString() },
      properties: { ...properties, tool: 'orbit', command: name, version: '1.5.0' },
    })),
  );
  const { text } = await ask(client, 'invocation', { invocation_id });
  expect(Buffer.byteLength(text)).toBeLessThan(12_000);
  expect(text).toMatch(/^… \d+ more lines left out\. The tool sql can read them\.$/m);
  expect(text.split('\n').at(-1)).toContain('"exit_code":77');
  expect(text).toContain('3\ufffd');
  expect(text).not.toMatch(/[\u2028\u{e0000}-\u{e007f}]/u);
  const commands = (await ask(client, 'commands')).text;
  expect(commands).toContain(name);
  // The long name does not widen the column of the others.
  expect(commands.split('\n').filter((line) => line.length > 400)).toHaveLength(1);
  await client.close();
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

test('the program ends when its client goes in the middle of a question', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const program = spawn(process.execPath, [bin, 'mcp', '--collector', url], {
    ...{ stdio: ['pipe', 'ignore', 'pipe'], env: { PATH: process.env.PATH } },
  });
  const written: string[] = [];
  program.stderr.on('data', (text) => written.push(String(text)));
  const asked = once(silent, 'request');
  const exited = once(program, 'exit');
  const clientInfo = { name: 'test', version: '1.0.0' };
  const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  for (const message of [
    { id: 1, method: 'initialize', params: initialize },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/call', params: { name: 'flows', arguments: {} } },
  ]) {
    program.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }
  await asked;
  program.stdin.end();
  expect(await exited).toEqual([0, null]);
  expect(written).toEqual([]);
  silent.close();
});

test('the program ends with its input', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'mcp'], {
    ...{ input: '', encoding: 'utf8', timeout: 20_000, env: { PATH: process.env.PATH } },
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
