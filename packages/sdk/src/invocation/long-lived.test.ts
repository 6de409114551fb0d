// Long-lived tools, such as a development server or a daemon.
import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drain, runNode, type TestHome, untilSendersEnd } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const dist = new URL('../../dist/', import.meta.url);

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

function write(body: string): string {
  const path = join(home.path, 'daemon.mjs');
  const text = `
    import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
    const catalog = { tool: 'fix-ture', events: { Noted: {} } };
    const create = (options) => createTelemetry({ catalog, version: '1.2.3', ...options });
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    ${body}`;
  writeFileSync(path, text);
  return path;
}
const run = (body: string, variables: Record<string, string> = {}) =>
  runNode([write(body)], { ...home.environment, ...variables });

const completed = () =>
  [...server.unique().values()]
    .filter(({ event }) => event === 'Command Completed')
    .map(({ properties }) => properties);

test('each unit of work is a separate invocation, even if they overlap, and returns its result', async () => {
  const { code, stderr, stdout } = await run(`
    const telemetry = create();
    telemetry.runInvocation('fix-ture build', () => {});
    const listeners = () => process.listenerCount('exit') + process.listenerCount('SIGINT');
    const before = listeners();
    const work = (count) => telemetry.runInvocation('fix-ture build', async (invocation) => {
      for (let index = 0; index < count; index += 1) {
        invocation.track('Noted');
        await wait(1);
      }
      return count;
    });
    const counts = await Promise.all(Array.from({ length: 40 }, (_, index) => work(index % 4)));
    console.log(counts.length, listeners() - before);
    await telemetry.flush();`);
  expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: '40 0\n' });
  const byId = new Map<string, number[]>();
  for (const { invocation_id = '', sequence = 0 } of server.unique().values()) {
    byId.set(invocation_id, [...(byId.get(invocation_id) ?? []), sequence]);
  }
  expect(byId.size).toBe(41);
  for (const sequences of byId.values()) {
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  }
  expect(completed()).toHaveLength(41);
  expect(completed().every((properties) => properties?.exit_code === 0)).toBe(true);
});

test('an error in a unit of work is reported and rethrown', async () => {
  const { stdout } = await run(`
    class Odd extends Error {}
    const telemetry = create();
    await telemetry.runInvocation('fix-ture a', async () => { throw new Odd(); }).catch((e) => console.log(e instanceof Odd));
    try { telemetry.runInvocation('fix-ture b', () => { throw new DOMException('', 'AbortError'); }); } catch (e) { console.log(e.name); }
    telemetry.runInvocation('fix-ture c', (invocation) => invocation.setError(new Odd()));
    await telemetry.flush();`);
  expect(stdout).toBe('true\nAbortError\n');
  expect(completed()).toMatchObject([
    { command: 'fix-ture a', exit_code: 1, error_class: 'Odd', user_cancelled: false },
    { command: 'fix-ture b', exit_code: 130, user_cancelled: true },
    { command: 'fix-ture c', exit_code: 1, error_class: 'Odd' },
  ]);
});

test('an ended unit of work ignores later calls, and debug mode reports them', async () => {
  const flows = `{ ship: { title: 'Ship', eventPrefix: 'Ship', steps: ['a'], milestones: { Half: {} } },
    move: { title: 'Move', eventPrefix: 'Move', steps: ['a'], nested: 'report', resumeWithinMs: 60_000 } }`;
  const { code, stdout, stderr } = await run(
    `
    const telemetry = createTelemetry({ catalog: { ...catalog, flows: ${flows} }, version: '1.2.3' });
    let unit, ship, move;
    telemetry.runInvocation('fix-ture build', (invocation) => {
      unit = invocation;
      ship = unit.startFlow('ship');
      move = unit.startFlow('move');
    });
    ship.step('a');
    ship.milestone('Half');
    ship.complete();
    move.step('a');
    move.complete();
    unit.track('Noted');
    unit.identify('user-1');
    unit.setUser('user-1');
    unit.setInvocationProperties({});
    unit.setError(new Error('late'));
    unit.startCommand('fix-ture again');
    unit.serve();
    unit.startFlow('ship').complete();
    unit.currentFlow('ship').complete();
    unit.endCommand({ error: new Error('late') });
    await unit.flush();
    // The flow is still there for a later unit.
    telemetry.runInvocation('fix-ture build', (invocation) => invocation.currentFlow('move').complete());
    console.log('done');`,
    { FIX_TURE_TELEMETRY_DEBUG: '1' },
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' });
  expect(stderr).toContain('Half ignored: the flow has ended');
  expect(stderr).toContain('Completed ignored: the flow has ended');
  expect(stderr).toContain('ignored: the unit of work has ended');
  expect(stderr).not.toMatch(/error|lost/i);
  await drain(home);
  const names = [...server.unique().values()].map(({ event }) => event);
  expect(names).toEqual([
    ...['Command Invoked', 'Ship Started', 'Move Started', 'Ship Completed', 'Command Completed'],
    ...['Command Invoked', 'Move Completed', 'Command Completed'],
  ]);
  expect(completed()).toMatchObject([{ exit_code: 0 }, { exit_code: 0 }]);
});

test('the flush interval sends while the tool runs, and does not keep it alive', async () => {
  const { code } = await run(`
    const telemetry = create({ flushIntervalMs: 1_000 });
    telemetry.runInvocation('fix-ture build', () => {});
    await wait(2_000);`);
  expect(code).toBe(0);
  await expect.poll(() => server.unique().size).toBe(2);
});

test('a shell stops recording and sending when telemetry is disabled in another process', async () => {
  const { stdout } = await run(
    `
    import { execFileSync } from 'node:child_process';
    const telemetry = create({ flushIntervalMs: 1_000 });
    if (process.env.DISABLES) process.exit(await telemetry.runCommand(['disable']));
    telemetry.startCommand('fix-ture shell');
    telemetry.serve();
    const runs = () => { telemetry.startCommand('fix-ture list'); telemetry.track('Noted'); telemetry.endCommand(); };
    runs();
    console.log(telemetry.mode);
    const env = { ...process.env, DISABLES: '1' };
    execFileSync(process.execPath, [process.argv[1]], { env, stdio: 'ignore' });
    runs();
    runs();
    console.log(telemetry.mode);
    await wait(2_500);
    await telemetry.flush();`,
  );
  expect(stdout).toBe('on\noff\n');
  await untilSendersEnd(home);
  expect(server.requests).toEqual([]);
  expect(home.files().filter((name) => name.endsWith('.ready.jsonl'))).toEqual([]);
});

test('a signal ends the tool during units of work, and each invocation is reported', async () => {
  const path = write(`
    const telemetry = create();
    create().track('Noted');
    telemetry.startCommand('fix-ture serve');
    telemetry.runInvocation('fix-ture build', () => wait(60_000));
    console.log('ready');`);
  const child = spawn(process.execPath, [path], { env: home.environment });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGINT');
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGINT');
  await drain(home);
  expect(completed()).toHaveLength(2);
  for (const properties of completed()) {
    expect(properties).toMatchObject({ exit_code: 130, user_cancelled: true });
  }
  expect(server.unique().size).toBe(5);
});

test('in CI, units of work wait for no delivery, and the end of the process waits for one budget', async () => {
  server.behave(() => true);
  const budget = { FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '3000', CI: 'true' };
  const { stdout, durationMs } = await run(
    `
    const telemetry = create();
    const other = create();
    const startedAt = performance.now();
    for (let index = 0; index < 20; index += 1) telemetry.runInvocation('fix-ture build', () => {});
    console.log(performance.now() - startedAt < 3_000);
    telemetry.track('Noted');
    other.track('Noted');`,
    budget,
  );
  expect(stdout).toBe('true\n');
  // Two of them would take longer.
  expect(durationMs).toBeLessThan(6_000);
  server.behave(undefined);
  await drain(home);
  expect(server.unique().size).toBe(42);
});

/** Starts a server, as an MCP client does, that runs one unit of work for each line it reads. */
function serve(variables: Record<string, string>, body = 'invocation.track("Noted")') {
  const path = write(`
    import { createInterface } from 'node:readline';
    const telemetry = create();
    for await (const _line of createInterface({ input: process.stdin })) {
      telemetry.runInvocation('fix-ture call', (invocation) => { ${body} });
      console.log('answer');
    }`);
  const env = { ...home.environment, ...variables };
  // A new session has no controlling terminal.
  const child = spawn(process.execPath, [path], { env, detached: true });
  const call = () => {
    const answer = new Promise((resolve) => child.stdout.once('data', resolve));
    child.stdin.write('call\n');
    return answer;
  };
  const kill = () => {
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGKILL');
    return ended;
  };
  return { child, call, kill };
}
const received = () => server.unique().size;

test.each([{ CI: 'true' }, {}])(
  'a killed server has delivered its finished units of work: %o',
  async (variables) => {
    const { call, kill } = serve(variables);
    await call();
    await expect.poll(received).toBe(3);
    // A unit that follows immediately is delivered too, although senders start at intervals.
    await call();
    await call();
    await expect.poll(received).toBe(9);
    await kill();
    expect(server.events).toHaveLength(9);
  },
);

test('a server in CI that ends after its last call delivers everything before it exits', async () => {
  // The delay of the sender that is running at the end.
  server.behave((_request, response) => {
    setTimeout(() => response.writeHead(202).end(), 500);
    return true;
  });
  const { child, call } = serve({ CI: 'true', FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '20000' });
  await call();
  await expect.poll(() => server.requests.length).toBe(1);
  await call();
  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(server.requests.flatMap(({ body }) => body.events)).toHaveLength(6);
  expect(home.files().filter((name) => name.endsWith('.jsonl'))).toEqual([]);
});

const allOf = (...commands: string[]) =>
  commands.flatMap((name) => [`fix-ture ${name} Invoked`, `fix-ture ${name} Completed`]).sort();
const told = () =>
  server.events
    .map(({ event, properties }) => `${properties?.command} ${event.replace('Command ', '')}`)
    .sort();

const inCi = { CI: 'true' };
const withoutHome = { ...inCi, HOME: '', XDG_STATE_HOME: '' };

test.each([inCi, withoutHome])(
  'in CI, all commands of a process are delivered before it exits, in one request: %o',
  async (variables) => {
    await run(
      `
      const telemetry = create();
      for (const name of ['one', 'two', 'three']) {
        telemetry.startCommand('fix-ture ' + name);
        telemetry.endCommand();
      }`,
      variables,
    );
    expect(told()).toEqual(allOf('one', 'two', 'three'));
    expect(server.requests).toHaveLength(1);
  },
);

test('without a terminal, commands and units of a process that another program uses are delivered at its end', async () => {
  const path = write(`
    const telemetry = create();
    telemetry.runInvocation('fix-ture unit', () => {});
    for (const name of ['one', 'two']) {
      telemetry.startCommand('fix-ture ' + name);
      telemetry.endCommand();
    }`);
  // Its stdin is a pipe, and a new session has no controlling terminal.
  const child = spawn(process.execPath, [path], { env: home.environment, detached: true });
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(0);
  await expect.poll(told).toEqual(allOf('unit', 'one', 'two'));
});

test('in CI without a home, the events of each tool go to its own collector with its own key', async () => {
  const second = await startTestServer();
  try {
    await run(
      `
      const other = createTelemetry({ catalog: { tool: 'other' }, version: '1.2.3', key: 'key-of-the-other' });
      for (const [tool, telemetry] of [['other', other], ['fix-ture', create()]]) {
        telemetry.runInvocation(tool + ' unit', () => {});
        telemetry.startCommand(tool + ' one');
        telemetry.endCommand();
      }`,
      {
        ...withoutHome,
        OTHER_TELEMETRY_ENDPOINT: second.url,
        OTHER_TELEMETRY_KEY: 'key-of-the-other',
      },
    );
    const got = ({ requests }: TestServer) =>
      requests.map(({ body, headers }) => [
        headers['x-api-key'],
        ...new Set(body.events.map(({ properties }) => properties?.command)),
      ]);
    expect(got(server)).toEqual([['key-of-the-test', 'fix-ture unit', 'fix-ture one']]);
    expect(got(second)).toEqual([['key-of-the-other', 'other unit', 'other one']]);
  } finally {
    await second.close();
  }
});

test('the duration of a command does not include the delivery of another invocation', async () => {
  server.behave((_request, response) => {
    setTimeout(() => response.writeHead(202).end(), 2_000);
    return true;
  });
  await run(
    `
    const telemetry = create();
    telemetry.runInvocation('fix-ture unit', () => {});
    telemetry.startCommand('fix-ture main');`,
    inCi,
  );
  const sent = server.requests.flatMap(({ body }) => body.events);
  const main = sent.find(
    ({ event, properties }) =>
      event === 'Command Completed' && properties?.command === 'fix-ture main',
  );
  expect(main?.properties?.duration_ms).toBeLessThan(2_000);
});

test('undelivered events of a long-lived tool are not dropped when they are old', async () => {
  for (const [options, sent] of [
    ['{ flushIntervalMs: 60_000 }', 2],
    ['{}', 0],
  ] as const) {
    // Each sender start writes the settings.
    await run(`await create(${options}).flush();`);
    await run(`create(${options}).runInvocation('fix-ture build', () => {});`);
    for (const name of home.files().filter((file) => file.endsWith('.ready.jsonl'))) {
      const old = name.replace(/^\d+/, String(Date.now() - 30 * 86_400_000));
      renameSync(join(home.spool, name), join(home.spool, old));
    }
    expect(await drain(home)).toMatchObject({ sent, waiting: 0 });
  }
});
