// Unusual environments: working directories, runtimes, variables, descriptors and options.
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drain, runNode, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const dist = new URL('../../dist/', import.meta.url);

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

/** Runs a program with `telemetry` in a new directory. */
function runProgram(
  body: string,
  variables: Record<string, string | undefined> = {},
  cwd = home.path,
) {
  const code = `
    import fs from 'node:fs';
    import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
    import { integer, oneOf, optional } from ${JSON.stringify(new URL('catalog.js', dist).href)};
    const catalog = {
      tool: 'fix-ture',
      events: { Noted: { properties: { number: optional(integer({ min: 0, max: 9 })) } } },
      flows: {
        create: {
          title: 'Create', eventPrefix: 'Create', steps: ['name'],
          properties: { direction: optional(oneOf('up', 'down')) },
        },
      },
    };
    const create = (options = {}) => createTelemetry({ catalog, version: '1.2.3', ...options });
    ${body}`;
  const environment = Object.fromEntries(
    Object.entries({ ...home.environment, ...variables }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Record<string, string>;
  return runNode(['--input-type=module', '-e', code], environment, { cwd });
}

const names = () => [...server.unique().values()].map((event) => event.event);

test('user and properties of a run write nothing until an event is recorded, and are in the first one', async () => {
  const known = `
    const telemetry = create();
    telemetry.setUser('user_0');
    telemetry.clearUser();
    telemetry.setInvocationProperties({ get app_id() { throw new Error('no'); } });
    telemetry.setUser('user_1');`;
  await runProgram(known);
  expect(existsSync(home.spool)).toBe(false);
  await runProgram(`${known} telemetry.track('Noted');`);
  await drain(home);
  expect([...server.unique().values()]).toMatchObject([{ event: 'Noted', user_id: 'user_1' }]);
});

describe('nothing is printed', () => {
  test.each([
    [
      'a tool that has all the listeners it may have',
      `
      for (const name of ['exit', 'SIGINT', 'SIGTERM', 'uncaughtExceptionMonitor']) {
        while (process.listenerCount(name) < process.getMaxListeners()) process.on(name, () => {});
      }
      create().track('Noted');`,
    ],
    [
      'a process with many telemetries',
      `
      for (let count = 0; count < 12; count += 1) create().track('Noted');`,
    ],
    [
      'a tool that takes away a clock',
      `
      for (const name of ['hrtime', 'uptime']) Object.defineProperty(process, name, { value: undefined });
      create().track('Noted');`,
    ],
  ])('%s', async (_name, body) => {
    const run = await runProgram(`${body} setTimeout(() => {}, 20);`);
    expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
    await drain(home);
    expect(names()).toContain('Noted');
  });
});

test('a tool that removes `performance` still delivers in CI', async () => {
  const run = await runProgram(
    `delete globalThis.performance; create().track('Noted'); setTimeout(() => {}, 20);`,
    { CI: '1' },
  );
  expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(names()).toContain('Noted');
});

describe('the working directory', () => {
  test('is not touched in CI without a home, even if the tool waits for delivery', async () => {
    const project = join(home.path, 'project');
    mkdirSync(project);
    const run = await runProgram(
      `const telemetry = create(); telemetry.track('Noted'); await telemetry.flush();`,
      { HOME: undefined, XDG_STATE_HOME: undefined, CI: '1' },
      project,
    );
    expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(project)).toEqual([]);
    expect(names()).toEqual(['Noted']);
  });

  test('may have been deleted', async () => {
    await runProgram(`
      fs.mkdirSync('gone');
      process.chdir('gone');
      fs.rmdirSync('../gone');
      create().track('Noted');`);
    await drain(home);
    expect(names()).toEqual(['Noted']);
  });

  test('does not change a relative spool directory', async () => {
    await runProgram(`create().track('Noted'); process.chdir('/');`, {
      FIX_TURE_TELEMETRY_DIR: 'events',
      FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    });
    await expect.poll(() => names()).toEqual(['Noted']);
    expect(existsSync(join(home.path, 'events', 'anonymous-id'))).toBe(true);
  });
});

test('without a usable home, telemetry is off, and debug mode says so', async () => {
  for (const HOME of [undefined, 'relative', '/']) {
    const { stdout } = await runProgram(
      `const { mode, decidedBy } = create(); console.log(mode, decidedBy);`,
      { HOME, XDG_STATE_HOME: undefined },
    );
    expect(stdout).toBe('off no usable home directory\n');
  }
});

test('log also stores and sends nothing in CI', async () => {
  await runTool(home, ['app', 'run', 'return']);
  const before = home.files();
  const run = await runProgram(
    `const telemetry = create(); telemetry.track('Noted'); await telemetry.flush();`,
    { CI: '1', FIX_TURE_TELEMETRY: 'log' },
  );
  expect(run.stderr).toContain('"event":"Noted"');
  expect(home.files()).toEqual(before);
  expect(server.requests).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'a runtime with its version in its file name can run the sender',
  async () => {
    const runtime = join(home.path, 'node-22');
    copyFileSync(process.execPath, runtime);
    await runProgram(`process.execPath = ${JSON.stringify(runtime)}; create().track('Noted');`, {
      FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    });
    await expect.poll(() => names()).toEqual(['Noted']);
  },
);

test.skipIf(process.platform !== 'linux').each([3, 9, 10, 63])(
  "a reader of the tool's descriptor %i does not wait for the sender",
  async (descriptor) => {
    let closed = 0;
    server.behave((_request, response) => {
      response.on('close', () => {
        closed += 1;
      });
      return true;
    });
    const code = `import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
      createTelemetry({ catalog: { tool: 'fix-ture', events: { Noted: {} } }, version: '1.2.3' }).track('Noted');`;
    writeFileSync(join(home.path, 'tool.mjs'), code);
    await runNode(
      [
        '-e',
        `require('node:child_process').execFileSync('bash', ['-c', 'x=$("$0" tool.mjs ${descriptor}>&1)', process.execPath], { stdio: 'ignore' })`,
      ],
      {
        ...home.environment,
        FIX_TURE_TELEMETRY_FLUSH_AT: '1',
        FIX_TURE_TELEMETRY_REQUEST_TIMEOUT_MS: '60000',
      },
      { cwd: home.path },
    );
    // The sender still waits for its response.
    expect(closed).toBe(0);
    await expect.poll(() => server.requests.length).toBe(1);
  },
);

test('null for an optional argument counts as omitted', async () => {
  const { code, stdout, stderr } = await runProgram(`
    const telemetry = create();
    telemetry.startCommand('fix-ture', null, null);
    telemetry.track('Noted', null);
    telemetry.endCommand(null);`);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  await drain(home);
  const events = [...server.unique().values()];
  expect(events.map(({ event, properties }) => [event, properties?.flags])).toEqual([
    ['Command Invoked', []],
    ['Noted', []],
    ['Command Completed', []],
  ]);
});

test('an endpoint can be a URL object', async () => {
  await runProgram(
    `const endpoint = new URL(${JSON.stringify(server.url)});
    create({ endpoint }).track('Noted');`,
    { FIX_TURE_TELEMETRY_ENDPOINT: undefined },
  );
  await drain(home);
  expect(names()).toEqual(['Noted']);
});

test('only values that cannot be read or have a wrong type are lost', async () => {
  await runProgram(`
    class Odd extends Error {}
    const telemetry = create({
      describeError: () => ({ error_source: 'a message, by mistake', http_status: 10n }),
    });
    const hostile = { get number() { throw new Error('no'); } };
    telemetry.startCommand('fix-ture', []);
    telemetry.setUser(5);
    telemetry.track('Noted', hostile);
    telemetry.track('Noted', { number: 3n, ['__proto__']: 1, toJSON() { throw new Error('no'); } });
    telemetry.startFlow('create', { get direction() { throw new Error('no'); } }).fail(new Odd());
    telemetry.startFlow('create', { direction: 'sideways' }).complete(hostile);
    telemetry.endCommand({ error: new Odd() });
    process.exitCode = 1;`);
  await drain(home);
  const events = [...server.unique().values()];
  expect(events.map(({ event }) => event)).toEqual([
    'Command Invoked',
    'Noted',
    'Noted',
    'Create Started',
    'Create Failed',
    'Create Started',
    'Create Completed',
    'Command Failed',
    'Command Completed',
  ]);
  expect(events.every((event) => event.user_id === undefined)).toBe(true);
  expect(events[7]?.properties).toMatchObject({ error_class: 'Odd', error_source: 'internal' });
  expect(events[7]?.properties).not.toHaveProperty('http_status');
  // The user, the getter, three values of the second, the flow's getter and its direction, and the end's.
  expect(server.requests[0]?.body.meta?.loss?.dropped).toEqual({ value: 8 });
});
