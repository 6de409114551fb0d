// How a run is reported: its duration, its outcome, and the command of each event.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireEvent } from '@sonde/protocol';
import { describe, expect, test } from 'vitest';
import { drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const dist = new URL('../../dist/', import.meta.url);
const from = (name: string) => JSON.stringify(new URL(`${name}.js`, dist).href);
const commander = JSON.stringify(import.meta.resolve('commander'));

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

function write(body: string): string {
  const path = join(home.path, 'tool.mjs');
  const text = `
    import { createTelemetry } from ${from('index')};
    import { oneOf, optional } from ${from('catalog')};
    import { reportCommand } from ${from('plain')};
    import { instrument } from ${from('commander')};
    import { Command } from ${commander};
    const catalog = {
      tool: 'fix-ture',
      events: { Noted: {} },
      invocationProperties: { site: optional(oneOf('a', 'b')) },
      flows: { ship: { title: 'Ship', eventPrefix: 'Ship', steps: ['build'] } },
    };
    const telemetry = createTelemetry({ catalog, version: '1.2.3' });
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    class BillingError extends Error { name = 'BillingError'; }
    ${body}`;
  writeFileSync(path, text);
  return path;
}
const run = (body: string, variables: Record<string, string> = {}, flags: string[] = []) =>
  runNode([...flags, write(body)], { ...home.environment, ...variables });

/** Starts a program and waits until it prints that it is ready. */
async function start(body: string, variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, [write(body)], {
    env: { ...home.environment, ...variables },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await once(child.stdout, 'data');
  return { child, exit };
}

type Reported = NonNullable<WireEvent['properties']>;

/** The invocations, each with its events in order. */
async function invocations(): Promise<{ command: unknown; names: string[]; last: Reported }[]> {
  await drain(home);
  const byId = new Map<string, WireEvent[]>();
  for (const event of server.unique().values()) {
    const id = event.invocation_id ?? '';
    byId.set(id, [...(byId.get(id) ?? []), event]);
  }
  const ordered = [...byId.values()].map((events) =>
    events.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0)),
  );
  ordered.sort((one, other) => ((one[0]?.timestamp ?? '') < (other[0]?.timestamp ?? '') ? -1 : 1));
  return ordered.map((events) => ({
    command: events[0]?.properties?.command,
    names: events.map(({ event }) => event.replace('Command ', '')),
    last: events.at(-1)?.properties ?? {},
  }));
}
const only = async () => {
  const all = await invocations();
  expect(all).toHaveLength(1);
  return all[0] as (typeof all)[0];
};

const program = (action: string) => `
  const program = new Command('fix-ture');
  program.command('work').action(${action});
  instrument(program, telemetry);
  await program.parseAsync(['work'], { from: 'user' });`;

describe('the duration is the time until the work ends', () => {
  test.each<[string, string, object]>([
    ['a timer', program('() => { setTimeout(() => {}, 700); }'), { succeeded: true }],
    ['a promise that is not returned', program('() => { wait(700); }'), { succeeded: true }],
    ['an action that is awaited', program('() => wait(700)'), { succeeded: true }],
    [
      'an error later',
      program('() => { setTimeout(() => { throw new BillingError(); }, 700); }'),
      { succeeded: false, error_class: 'BillingError', exit_code: 1 },
    ],
    [
      'a rejection later',
      program('() => { wait(700).then(() => { throw new BillingError(); }); }'),
      { succeeded: false, error_class: 'BillingError', exit_code: 1 },
    ],
    [
      'Ctrl-C later',
      program("() => { setTimeout(() => process.kill(process.pid, 'SIGINT'), 700); wait(9_000); }"),
      { succeeded: false, user_cancelled: true, exit_code: 130 },
    ],
    [
      'a function',
      "reportCommand(telemetry, { name: 'work' }, () => { wait(700); });",
      { succeeded: true },
    ],
    [
      'an update notifier afterwards',
      `${program('() => wait(700)')} telemetry.endCommand(); await wait(900);`,
      { succeeded: true },
    ],
    [
      'an update notifier in the body',
      program('async () => { await wait(700); telemetry.endCommand(); await wait(900); }'),
      { succeeded: true },
    ],
    [
      'a command by hand',
      "telemetry.startCommand('fix-ture work'); await wait(700); telemetry.endCommand(); await wait(900);",
      { succeeded: true },
    ],
  ])('%s', async (_name, body, completed) => {
    await run(body);
    const { last } = await only();
    expect(last).toMatchObject(completed);
    expect(last.duration_ms).toBeGreaterThanOrEqual(690);
    expect(last.duration_ms).toBeLessThan(1_550);
  });

  test('a flush does not add to the duration', async () => {
    server.behave((_request, response) => {
      setTimeout(() => response.writeHead(503).end(), 1_000);
      return true;
    });
    await run("telemetry.track('Noted');");
    await run(`${program('() => {}')} await telemetry.flush();`);
    server.behave(undefined);
    const [, second] = await invocations();
    expect(second?.last.duration_ms).toBeLessThan(900);
    expect(server.requests.length).toBeGreaterThan(1);
  });
});

describe('a body that threw, in a process that exits with 0', () => {
  const failed = {
    succeeded: false,
    exit_code: 0,
    user_cancelled: false,
    error_class: 'BillingError',
  };
  const throwing = 'async () => { throw new BillingError(); }';
  test.each<[string, string, string[]]>([
    [
      'caught',
      `await reportCommand(telemetry, { name: 'work' }, ${throwing}).catch(() => {});`,
      [],
    ],
    [
      'caught, without a promise',
      "try { reportCommand(telemetry, { name: 'work' }, () => { throw new BillingError(); }); } catch {}",
      [],
    ],
    [
      'ignored by Node.js',
      `reportCommand(telemetry, { name: 'work' }, ${throwing});`,
      ['--unhandled-rejections=none'],
    ],
    ['caught outside of commander', program(throwing).replace(/;$/, '.catch(() => {});'), []],
    [
      'caught by a handler',
      `process.on('uncaughtException', () => {}); ${program(throwing).replace('await ', '')}`,
      [],
    ],
    [
      'reported by the tool',
      "telemetry.startCommand('fix-ture work'); telemetry.setError(new BillingError());",
      [],
    ],
  ])('%s', async (_name, body, flags) => {
    expect(await run(body, {}, flags)).toMatchObject({ code: 0 });
    const { names, last } = await only();
    expect(names).toEqual(['Invoked', 'Failed', 'Completed']);
    expect(last).toMatchObject(failed);
  });

  test('a closed prompt is a cancellation', async () => {
    const left = "async () => { throw Object.assign(new Error(), { name: 'ExitPromptError' }); }";
    await run(program(left).replace(/;$/, '.catch(() => {});'));
    const { names, last } = await only();
    expect(names).toEqual(['Invoked', 'Completed']);
    expect(last).toMatchObject({ succeeded: false, user_cancelled: true, exit_code: 0 });
  });

  test('an error with exit code 0 is not a failure', async () => {
    const help = "program.exitOverride(); program.command('show').action(() => program.help());";
    await run(`
      const program = new Command('fix-ture');
      ${help}
      instrument(program, telemetry);
      await program.parseAsync(['show'], { from: 'user' }).catch(() => {});`);
    expect((await only()).last).toMatchObject({ succeeded: true, exit_code: 0 });
  });

  test('an error from parse is printed as without telemetry', async () => {
    const body = `
      const program = new Command('fix-ture');
      program.command('work').action(() => { throw new BillingError(); });
      if (!process.env.PLAIN) instrument(program, telemetry);
      program.parse(['work'], { from: 'user' });`;
    const plain = await run(body, { PLAIN: '1' });
    const { code, stderr } = await run(body);
    expect(code).toBe(plain.code);
    const withoutFrames = (text: string) => text.replace(/^ {4}at .*\n/gm, '');
    expect(withoutFrames(stderr)).toBe(withoutFrames(plain.stderr));
    const { names, last } = await only();
    expect(names).toEqual(['Invoked', 'Failed', 'Completed']);
    expect(last).toMatchObject({ exit_code: 1, error_class: 'BillingError' });
  });
});

describe('several commands in one process', () => {
  const shell = `
    const program = new Command('fix-ture');
    program.command('list').alias('ls').action(() => {});
    program.command('clear').option('--force').action(async () => { await wait(5); telemetry.track('Noted'); });
    program.command('boom').action(() => { throw new BillingError(); });
    program.command('leave').action(() => { telemetry.startFlow('ship').step('build'); });
    program.command('login').action(() => { telemetry.identify('user-1'); });
    program.command('call').action(async () => { await type('list'); telemetry.track('Noted'); });
    program.command('code').action(() => { process.exitCode = 3; });
    program.command('shell').action(async () => {
      telemetry.serve();
      await type('list');
      await type('clear');
      telemetry.track('Noted');
    });
    program.hook('preAction', () => telemetry.setInvocationProperties({ site: process.env.SITE ?? 'a' }));
    instrument(program, telemetry);
    const type = (line) => program.parseAsync(line.split(' '), { from: 'user' }).catch(() => {});`;
  const ok = { succeeded: true, exit_code: 0 };

  test('each command is an invocation with its own events, duration and end event', async () => {
    await run(`${shell}
      for (const line of ['list', 'clear --force', 'boom', 'ls']) { await type(line); await wait(200); }`);
    const all = await invocations();
    expect(all.map(({ command, names }) => [command, names])).toEqual([
      ['fix-ture list', ['Invoked', 'Completed']],
      ['fix-ture clear', ['Invoked', 'Noted', 'Completed']],
      ['fix-ture boom', ['Invoked', 'Failed', 'Completed']],
      ['fix-ture list', ['Invoked', 'Completed']],
    ]);
    expect(all.map(({ last }) => last)).toMatchObject([
      ok,
      { ...ok, flags: ['force'] },
      { succeeded: false, exit_code: 1, error_class: 'BillingError' },
      ok,
    ]);
    for (const { last } of all) expect(last.duration_ms).toBeLessThan(190);
  });

  test('flows end with their command, and the user is kept', async () => {
    await run(`${shell}
      process.env.SITE = 'b';
      for (const line of ['leave', 'login', 'list', 'code']) await type(line);
      process.exitCode = 0;
      await type('list');`);
    const all = await invocations();
    expect(all.map(({ names }) => names)).toEqual([
      ['Invoked', 'Ship Started', 'Ship Completed', 'Completed'],
      ['Invoked', '$identify', 'Completed'],
      ['Invoked', 'Completed'],
      ['Invoked', 'Completed'],
      ['Invoked', 'Completed'],
    ]);
    expect(all.map(({ last }) => last.exit_code)).toEqual([0, 0, 0, 3, 0]);
    for (const { last } of all) expect(last.site).toBe('b');
    const users = [...server.unique().values()].filter(({ user_id }) => user_id === 'user-1');
    expect(new Set(users.map(({ invocation_id }) => invocation_id)).size).toBe(4);
  });

  test('the last command has the exit code of the process, even if an earlier one has set it', async () => {
    const { code } = await run(`${shell}
      for (const line of ['code', 'list', 'code']) await type(line);`);
    expect(code).toBe(3);
    const failed = { succeeded: false, exit_code: 3, error_class: 'unknown' };
    expect((await invocations()).map(({ last }) => last)).toMatchObject([failed, ok, failed]);
  });

  test('a command called by another one is part of it', async () => {
    await run(`${shell} await type('call');`);
    expect((await only()).names).toEqual(['Invoked', 'Noted', 'Completed']);
  });

  test('the commands of a serving shell are separate invocations', async () => {
    await run(`${shell} await type('shell');`);
    const all = await invocations();
    expect(all.map(({ command, names }) => [command, names])).toEqual([
      ['fix-ture shell', ['Invoked', 'Noted', 'Completed']],
      ['fix-ture list', ['Invoked', 'Completed']],
      ['fix-ture clear', ['Invoked', 'Noted', 'Completed']],
    ]);
  });

  test('without an adapter, what follows a command in a serving shell belongs to the shell', async () => {
    await run(`
      telemetry.startCommand('fix-ture shell');
      telemetry.serve();
      for (const name of ['a', 'b']) {
        telemetry.startCommand('fix-ture ' + name);
        telemetry.track('Noted');
        telemetry.endCommand(name === 'a' ? { error: new BillingError() } : undefined);
        telemetry.track('Noted');
        telemetry.setInvocationProperties({ site: name });
      }
      telemetry.endCommand();
      telemetry.track('Noted');`);
    const all = await invocations();
    expect(all.map(({ command, names }) => [command, names])).toEqual([
      ['fix-ture shell', ['Invoked', 'Noted', 'Noted', 'Noted', 'Completed']],
      ['fix-ture a', ['Invoked', 'Noted', 'Failed', 'Completed']],
      ['fix-ture b', ['Invoked', 'Noted', 'Completed']],
    ]);
    expect(all.map(({ last }) => [last.succeeded, last.site])).toEqual([
      [true, 'b'],
      [false, undefined],
      [true, 'a'],
    ]);
  });

  test('without an adapter', async () => {
    await run(`
      for (const name of ['a', 'b']) {
        telemetry.startCommand('fix-ture ' + name);
        telemetry.track('Noted');
        telemetry.endCommand(name === 'a' ? { error: new BillingError() } : undefined);
      }`);
    expect((await invocations()).map(({ command, names }) => [command, names])).toEqual([
      ['fix-ture a', ['Invoked', 'Noted', 'Failed', 'Completed']],
      ['fix-ture b', ['Invoked', 'Noted', 'Completed']],
    ]);
  });
});

describe('a command that serves', () => {
  const serve = (rest = '') => `
    ${program("() => { telemetry.serve(); process.stdin.on('data', () => {}); process.stdin.on('end', () => { setImmediate(() => { ENDED }); }); console.log('ready'); }").replace('ENDED', rest)}`;
  const succeeded = { succeeded: true };

  test.each<[string, (child: Awaited<ReturnType<typeof start>>['child']) => void, object]>([
    ['the end of stdin', (child) => child.stdin.end(), { exit_code: 0 }],
    ['SIGINT', (child) => child.kill('SIGINT'), { exit_code: 130 }],
    ['SIGTERM', (child) => child.kill('SIGTERM'), { exit_code: 143 }],
    ['SIGHUP', (child) => child.kill('SIGHUP'), { exit_code: 129 }],
  ])('succeeds and lasts until %s', async (_name, end, completed) => {
    const { child, exit } = await start(serve());
    await new Promise((resolve) => setTimeout(resolve, 400));
    end(child);
    await exit;
    const { names, last } = await only();
    expect(names).toEqual(['Invoked', 'Completed']);
    expect(last).toMatchObject({ ...succeeded, ...completed });
    expect('user_cancelled' in last || 'error_class' in last).toBe(false);
    expect(last.duration_ms).toBeGreaterThanOrEqual(390);
  });

  const epipe =
    "throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' });";

  test('a response to a client that has disconnected is not a failure', async () => {
    const { child, exit } = await start(serve(epipe));
    child.stdin.end();
    expect(await exit).toEqual([1, null]);
    const { names, last } = await only();
    expect(names).toEqual(['Invoked', 'Completed']);
    expect(last).toMatchObject({ ...succeeded, exit_code: 1 });
  });

  test('other errors are failures, and so is EPIPE while the client is connected', async () => {
    const other = await start(serve('throw new BillingError();'));
    other.child.stdin.end();
    await other.exit;
    const early = `${serve()} setTimeout(() => { ${epipe} }, 20);`;
    await (await start(early)).exit;
    expect((await invocations()).map(({ last }) => [last.succeeded, last.error_class])).toEqual([
      [false, 'BillingError'],
      [false, 'EPIPE'],
    ]);
  });

  test('a signal that the tool handles', async () => {
    const { child, exit } = await start(
      `${serve()} process.on('SIGTERM', () => process.exit(143));`,
    );
    child.kill('SIGTERM');
    expect(await exit).toEqual([143, null]);
    expect((await only()).last).toMatchObject({ ...succeeded, exit_code: 143 });
  });

  test('SIGKILL: its units of work show how long it ran', async () => {
    const { child, exit } = await start(`${serve()}
      process.stdin.on('data', () => telemetry.runInvocation('fix-ture greet', () => {}) ?? console.log('done'));`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.stdin.write('greet\n');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await exit;
    const [first, unit] = await invocations();
    expect(first?.last).toMatchObject(succeeded);
    expect(first?.last.duration_ms).toBeGreaterThanOrEqual(290);
    expect('vanished' in (first?.last ?? {}) || 'exit_code' in (first?.last ?? {})).toBe(false);
    expect(unit?.last).toMatchObject({ succeeded: true, exit_code: 0 });
  });

  test('a unit of work is cancelled if the process does not wait for it', async () => {
    const { child, exit } = await start(`${serve('process.exit(0);')}
      telemetry.runInvocation('fix-ture greet', () => wait(60_000));`);
    child.stdin.end();
    await exit;
    const [first, unit] = await invocations();
    expect(first?.last).toMatchObject(succeeded);
    expect(unit?.last).toMatchObject({ succeeded: false, user_cancelled: true });
  });

  test.each([
    ['codex-mcp-client', 'codex'],
    ['claude-code', 'claude-code'],
    ['gemini-cli-mcp-client', 'gemini'],
    ['qwen-cli-mcp-client-lantern', 'qwen'],
    ['opencode', 'opencode'],
    ['copilot-cli', 'github-copilot'],
    ['@cline/core', 'cline'],
    ['continue-cli-client', 'continue'],
    ['inspector-cli', 'other'],
    ['a secret', 'other'],
  ])('the client %s is agent:%s', async (client, agent) => {
    await run(`
      telemetry.startCommand('fix-ture mcp');
      telemetry.serve();
      telemetry.setClient(${JSON.stringify(client)});
      telemetry.runInvocation('fix-ture greet', () => {});
      telemetry.runInvocation('fix-ture greet', () => {}, { client: 'claude-code' });`);
    const all = await invocations();
    const contexts = all.map(({ last }) => last.cli_context);
    expect(contexts).toEqual([`agent:${agent}`, `agent:${agent}`, 'agent:claude-code']);
    expect(JSON.stringify(server.events)).not.toContain('secret');
  });

  test('a command can be excluded, and its units of work are still reported', async () => {
    await run(`
      const quiet = createTelemetry({ catalog, version: '1.2.3', unreportedCommands: ['fix-ture mcp'] });
      const program = new Command('fix-ture');
      program.command('mcp').action(() => {
        quiet.serve();
        quiet.runInvocation('fix-ture greet', () => {});
      });
      instrument(program, quiet);
      await program.parseAsync(['mcp'], { from: 'user' });`);
    expect((await invocations()).map(({ command }) => command)).toEqual(['fix-ture greet']);
  });
});

describe('nested tools', () => {
  test('a child has the id of its parent invocation, and a unit of work that of its process', async () => {
    const path = write(`
      import { spawnSync } from 'node:child_process';
      const depth = Number(process.argv[2] ?? 0);
      telemetry.startCommand('fix-ture level-' + depth);
      if (depth === 0) telemetry.runInvocation('fix-ture unit', () => {});
      if (depth < 2) spawnSync(process.execPath, [process.argv[1], String(depth + 1)]);`);
    await runNode([path], { ...home.environment, SONDE_INVOCATION: 'made up' });
    await drain(home);
    const starts = [...server.unique().values()].filter(({ event }) => event === 'Command Invoked');
    const find = (command: string) => {
      const event = starts.find(({ properties }) => properties?.command === command);
      return { id: event?.invocation_id, parent: event?.properties?.parent_invocation_id };
    };
    const [top, middle, bottom] = ['0', '1', '2'].map((depth) => find(`fix-ture level-${depth}`));
    expect(top?.parent).toBeUndefined();
    expect(middle?.parent).toBe(top?.id);
    expect(bottom?.parent).toBe(middle?.id);
    expect(find('fix-ture unit').parent).toBe(top?.id);
  });

  test('after a command of a shell, a child has the id of the shell', async () => {
    const path = write(`
      import { spawnSync } from 'node:child_process';
      const [, , name] = process.argv;
      const child = (name) => spawnSync(process.execPath, [process.argv[1], name]);
      telemetry.startCommand('fix-ture ' + (name ?? 'shell'));
      if (name === undefined) {
        telemetry.serve();
        telemetry.startCommand('fix-ture list');
        child('during');
        telemetry.endCommand();
        child('after');
      }`);
    await runNode([path], home.environment);
    await drain(home);
    const starts = [...server.unique().values()].filter(({ event }) => event === 'Command Invoked');
    const find = (command: string) =>
      starts.find(({ properties }) => properties?.command === `fix-ture ${command}`);
    const parentOf = (command: string) => find(command)?.properties?.parent_invocation_id;
    expect(find('shell')).toBeDefined();
    expect(parentOf('during')).toBe(find('list')?.invocation_id);
    expect(parentOf('after')).toBe(find('shell')?.invocation_id);
  });

  test('no collector learns an invocation id that was sent to another', async () => {
    const other = await startTestServer();
    try {
      const path = write(`
      import { spawnSync } from 'node:child_process';
      const depth = Number(process.argv[2] ?? 0);
      telemetry.startCommand('fix-ture level-' + depth);
      const FIX_TURE_TELEMETRY_ENDPOINT = depth === 0 ? process.env.OTHER : process.env.FIRST;
      const env = { ...process.env, FIX_TURE_TELEMETRY_ENDPOINT };
      if (depth < 2) spawnSync(process.execPath, [process.argv[1], String(depth + 1)], { env });`);
      await runNode([path], { ...home.environment, FIRST: server.url, OTHER: other.url });
      await drain(home);
      const starts = (at: TestServer) =>
        [...at.unique().values()].filter(({ event }) => event === 'Command Invoked');
      const [top, bottom] = starts(server);
      const [middle] = starts(other);
      expect(middle?.properties).toMatchObject({ command: 'fix-ture level-1' });
      expect(middle?.properties).not.toHaveProperty('parent_invocation_id');
      expect(bottom?.properties?.parent_invocation_id).toBe(top?.invocation_id);
    } finally {
      await other.close();
    }
  });

  test('a process that changes its collector tells the new one no id of the old one', async () => {
    const other = await startTestServer();
    try {
      const path = write(`
      import { spawnSync } from 'node:child_process';
      const run = (name) => { telemetry.startCommand('fix-ture ' + name); telemetry.endCommand(); };
      if (process.argv[2] === undefined) {
        telemetry.startCommand('fix-ture parent');
        spawnSync(process.execPath, [process.argv[1], 'child']);
      } else {
        run('first');
        process.env.FIX_TURE_TELEMETRY_ENDPOINT = process.env.OTHER;
        telemetry.runInvocation('fix-ture unit', () => {});
        run('second');
        telemetry.runInvocation('fix-ture unit', () => {});
        process.env.FIX_TURE_TELEMETRY_ENDPOINT = process.env.FIRST;
        run('third');
      }`);
      await runNode([path], { ...home.environment, FIRST: server.url, OTHER: other.url });
      await drain(home);
      const starts = (at: TestServer) =>
        [...at.unique().values()]
          .filter(({ event }) => event === 'Command Invoked')
          .sort((one, next) => ((one.timestamp ?? '') < (next.timestamp ?? '') ? -1 : 1));
      const parentsOf = (at: TestServer) =>
        starts(at).map(({ properties }) => properties?.parent_invocation_id);
      const known = (at: TestServer) => starts(at).map(({ invocation_id }) => invocation_id);
      expect(starts(server)).toHaveLength(3);
      const [parent] = known(server);
      expect(parentsOf(server)).toEqual([undefined, parent, parent]);
      expect(parentsOf(other)).toHaveLength(3);
      const [, second] = known(other);
      expect(parentsOf(other)).toEqual([undefined, undefined, second]);
    } finally {
      await other.close();
    }
  });

  test('a frozen environment loses no event', async () => {
    const { code } = await run(`
      process.env = Object.freeze({ ...process.env });
      telemetry.startCommand('fix-ture a');`);
    expect(code).toBe(0);
    await drain(home);
    expect(server.events.map(({ event }) => event)).toEqual([
      'Command Invoked',
      'Command Completed',
    ]);
  });

  test('the environment is not changed if telemetry is off', async () => {
    const { stdout } = await run(
      "telemetry.startCommand('fix-ture a'); console.log(process.env.SONDE_INVOCATION);",
      { DO_NOT_TRACK: '1' },
    );
    expect(stdout).toBe('undefined\n');
  });
});
