// Every way to opt out: nothing is recorded or sent.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn as openTerminal } from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));
const dist = new URL('../../dist/', import.meta.url);

let server: TestServer;
let home: TestHome;

useServerAndHome(
  (started) => {
    ({ server, home } = started);
  },
  { FIX_TURE_TELEMETRY_FLUSH_AT: '1', WAIT: '1' },
);

type Variables = Record<string, string>;

const run = (argv: readonly string[] = [], variables: Variables = {}, cwd = home.path) =>
  runNode([tool, ...argv], { ...home.environment, ...variables }, { cwd });

async function statusOf(variables: Variables = {}, cwd = home.path) {
  const { stdout } = await run(['telemetry', 'status', '--json'], variables, cwd);
  return JSON.parse(stdout);
}

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const settingIn = (directory: string) => join(directory, 'fix-ture', 'telemetry.json');

/** All spools in this home. */
const spools = () =>
  (readdirSync(home.path, { recursive: true }) as string[]).filter((name) =>
    /anonymous-id|jsonl$/.test(name),
  );

test.each<[string, readonly string[], Variables]>([
  ['an option', ['--no-telemetry'], {}],
  ['an option with a value', ['--telemetry=false'], {}],
  ...['1', 'true', 'yes', 'on', ' 1 '].map((value): [string, string[], Variables] => [
    `DO_NOT_TRACK=${value}`,
    [],
    { DO_NOT_TRACK: value },
  ]),
  ...['0', 'false', 'no', 'off', 'disabled', 'Off', 'never'].map(
    (value): [string, string[], Variables] => [
      `<TOOL>_TELEMETRY=${value}`,
      [],
      { FIX_TURE_TELEMETRY: value },
    ],
  ),
  ['<TOOL>_TELEMETRY_DISABLED=1', [], { FIX_TURE_TELEMETRY_DISABLED: '1' }],
])('%s', async (_name, argv, variables) => {
  expect(await run(argv, variables)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(readdirSync(home.path)).toEqual([]);
  expect(server.requests).toEqual([]);
});

test('telemetryDisabled in the marker of a directory above', async () => {
  const below = join(home.path, 'a', 'b');
  mkdirSync(below, { recursive: true });
  write(join(home.path, '.fix-ture.yaml'), 'telemetryDisabled: true\n');
  await run([], {}, below);
  expect(spools()).toEqual([]);
  expect(await statusOf({}, below)).toMatchObject({ mode: 'off', decided_by: 'telemetryDisabled' });
});

describe('a setting', () => {
  const config = () => join(home.path, 'cfg');

  test.each(['.config', 'cfg'])(
    'in %s, one of two directories: any opt-out wins',
    async (place) => {
      const variables = { XDG_CONFIG_HOME: config() };
      const other = place === 'cfg' ? '.config' : 'cfg';
      const path = settingIn(join(home.path, place));
      write(path, '{"telemetry":"off"}');
      write(settingIn(join(home.path, other)), '{"telemetry":"on","consent_version":1}');
      await run([], variables);
      expect(spools()).toEqual([]);
      expect(await statusOf(variables)).toMatchObject({ mode: 'off', source: path });
    },
  );

  test('from disable also holds in runs without XDG_CONFIG_HOME, until enable', async () => {
    const variables = { XDG_CONFIG_HOME: config() };
    await run(['telemetry', 'disable'], variables);
    expect(await statusOf(variables)).toMatchObject({ mode: 'off' });
    expect(await statusOf()).toMatchObject({ mode: 'off', decided_by: 'setting' });
    await run();
    expect(spools()).toEqual([]);
    await run(['telemetry', 'enable'], variables);
    expect(await statusOf(variables)).toMatchObject({ mode: 'on' });
    expect(await statusOf()).toMatchObject({ mode: 'on' });
  });

  test('enable creates no second setting', async () => {
    await run(['telemetry', 'enable'], { XDG_CONFIG_HOME: config() });
    expect(existsSync(settingIn(join(home.path, '.config')))).toBe(false);
  });

  test('disable also deletes the events of runs whose variables were removed', async () => {
    const bare = { PATH: home.environment.PATH ?? '', HOME: home.path };
    const OPTIONS = JSON.stringify({ endpoint: server.url });
    await runNode([tool], { ...bare, OPTIONS }, { cwd: home.path });
    const waiting = () => spools().filter((name) => name.endsWith('.ready.jsonl'));
    expect(waiting()).toHaveLength(1);
    const { stdout } = await run(['telemetry', 'disable'], { XDG_CONFIG_HOME: config() });
    expect(stdout).toContain('Deleted 3 events');
    expect(waiting()).toEqual([]);
  });

  test.each([
    '{"telemetry":"off","telemetry":"on"}',
    '\uFEFF{"telemetry":"on"}',
    '{"telemetry":"ON"}',
  ])('that may mean off: %j', async (text) => {
    write(settingIn(join(home.path, '.config')), text);
    expect(await statusOf()).toMatchObject({ mode: 'off' });
  });
});

describe('a subcommand that is a separate program', () => {
  test('inherits the option of its parent', async () => {
    const program = `
      import { Command } from ${JSON.stringify(import.meta.resolve('commander'))};
      import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
      import { instrument } from ${JSON.stringify(new URL('commander.js', dist).href)};
      const program = new Command('fix-ture');
      program.command('note', 'a subcommand', { executableFile: ${JSON.stringify(tool)} });
      instrument(program, createTelemetry({ catalog: { tool: 'fix-ture' }, version: '1.2.3' }));
      await program.parseAsync();`;
    const path = join(home.path, 'program.mjs');
    writeFileSync(path, program);
    const start = (argv: string[]) =>
      runNode([path, ...argv], home.environment, { cwd: home.path });
    expect(await start(['note', '--no-telemetry'])).toMatchObject({ code: 0, stderr: '' });
    expect(spools()).toEqual([]);
    await start(['note']);
    expect(spools()).not.toEqual([]);
  });

  test('does not inherit it if the tool passes its own environment', async () => {
    const { stdout } = await runNode(
      [
        '--input-type=module',
        '-e',
        `import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
        const options = { catalog: { tool: 'fix-ture' }, version: '1.2.3', argv: ['--no-telemetry'] };
        createTelemetry({ ...options, environment: {} });
        console.log(process.env.FIX_TURE_TELEMETRY_DISABLED);
        createTelemetry(options);
        console.log(process.env.FIX_TURE_TELEMETRY_DISABLED);`,
      ],
      home.environment,
    );
    expect(stdout).toBe('undefined\n1\n');
  });
});

/** Only Linux shows the environment that a process was started with. */
describe.skipIf(process.platform !== 'linux')('a variable that a parent process removed', () => {
  /** What turbo and a package manager give a task. */
  const task = { TURBO_HASH: '1', PWD: '/', SHLVL: '1' };

  /** Starts the tool through a runner that passes on only a few variables. */
  async function runHidden(
    ofRunner: Variables,
    ofTool: Variables = {},
    options: { shell?: boolean; argv?: string[]; uid?: number; within?: string } = {},
  ) {
    const { shell = false, argv = [], uid, within = '' } = options;
    const kept = { PATH: home.environment.PATH ?? '', HOME: home.path, TERM: 'dumb' };
    // In CI and in some agents a run delivers itself, which may take long on a busy machine.
    const how = { endpoint: server.url, flushAt: 1, inlineBudgetMs: 60_000 };
    const settings = { OPTIONS: JSON.stringify(how), WAIT: '1' };
    const env = { ...kept, ...settings, FIX_TURE_TELEMETRY_NOTICE: 'elsewhere', ...ofTool };
    const command = [process.execPath, tool, ...argv];
    const runner = `
      const [command, options] = JSON.parse(process.argv[1]);
      const { stdout } = require('node:child_process').spawnSync(command[0], command.slice(1), options);
      process.stdout.write(stdout);`;
    const started = shell ? ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...command] : command;
    const own = [process.execPath, '-e', runner];
    const given = JSON.stringify([started, { env, cwd: home.path, uid }]);
    // Not waited for in this process, which is the collector too.
    const child = spawn('/bin/sh', ['-c', `${within} "$@"; exit $?`, 'sh', ...own, given], {
      env: { ...kept, ...ofRunner },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    await once(child, 'close');
    return stdout;
  }

  test.each<[Variables, string]>([
    [{ DO_NOT_TRACK: '1' }, 'DO_NOT_TRACK'],
    [{ FIX_TURE_TELEMETRY: 'off' }, 'FIX_TURE_TELEMETRY'],
    [{ FIX_TURE_TELEMETRY_DISABLED: '1' }, 'FIX_TURE_TELEMETRY_DISABLED'],
  ])('%j', async (ofRunner, variable) => {
    for (const ofTool of [{}, task]) {
      for (const shell of [false, true]) {
        await runHidden(ofRunner, ofTool as Variables, { shell });
        expect(spools()).toEqual([]);
        const argv = ['telemetry', 'status', '--json'];
        const status = JSON.parse(await runHidden(ofRunner, ofTool as Variables, { shell, argv }));
        expect(status).toMatchObject({
          mode: 'off',
          decided_by: `${variable} of a parent process`,
          source: variable,
        });
      }
    }
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['with nothing', []],
    ['with a terminal type', ['TERM=xterm']],
    ['with a terminal type and the user', ['TERM=xterm', 'USER=me']],
  ])('DO_NOT_TRACK, by a script that clears the environment in a terminal: %s', async (_, kept) => {
    const settings = {
      HOME: home.path,
      OPTIONS: JSON.stringify({ endpoint: server.url }),
      FIX_TURE_TELEMETRY_NOTICE: 'elsewhere',
    };
    const cleared = ['-i', ...kept, ...Object.entries(settings).map((pair) => pair.join('='))];
    const inner = ['/bin/sh', '-c', '"$@"; exit $?', 'sh', process.execPath, tool];
    const script = ['-c', 'env "$@"; exit $?', 'sh', ...cleared, ...inner];
    const runIn = async (variables: Variables, argv: readonly string[]) => {
      const env = { PATH: process.env.PATH ?? '', ...variables };
      const terminal = openTerminal('/bin/sh', [...script, ...argv], { cwd: home.path, env });
      let shown = '';
      terminal.onData((text) => {
        shown += text;
      });
      await new Promise((resolve) => terminal.onExit(resolve));
      return shown;
    };
    await runIn({ DO_NOT_TRACK: '1' }, []);
    expect(spools()).toEqual([]);
    const status = ['telemetry', 'status'];
    expect(await runIn({ DO_NOT_TRACK: '1' }, status)).toContain('DO_NOT_TRACK of a parent');
    expect(await runIn({}, status)).toContain('Telemetry is on');
  });

  test('XDG_CONFIG_HOME, with a setting in it', async () => {
    const config = join(home.path, 'cfg');
    write(settingIn(config), '{"telemetry":"off"}');
    const argv = ['telemetry', 'status', '--json'];
    const status = async () =>
      JSON.parse(await runHidden({ XDG_CONFIG_HOME: config }, {}, { argv }));
    expect(await status()).toMatchObject({ mode: 'off', source: settingIn(config) });
    write(settingIn(config), '{"telemetry":"on"}');
    expect(await status()).toMatchObject({ mode: 'on', decided_by: 'default' });
  });

  test('a variable that the tool has is not searched for', async () => {
    await runHidden({ DO_NOT_TRACK: '1' }, { DO_NOT_TRACK: '0' });
    await expect.poll(() => server.events.length).toBe(3);
  });

  test.each<[Variables, Variables, object]>([
    [{ BUILDKITE: 'true' }, {}, { is_ci: true, ci_name: 'buildkite' }],
    [{ GITLAB_CI: 'true' }, { CI: 'true' }, { is_ci: true, ci_name: 'gitlab' }],
    [{ JENKINS_URL: 'http://j', BUILD_ID: '1' }, {}, { is_ci: true, ci_name: 'jenkins' }],
    [{ BUILDKITE: 'true' }, { CI: 'false' }, { is_ci: false, ci_name: null }],
    [{ CLAUDECODE: '1' }, {}, { cli_context: 'agent:claude-code' }],
    [{ AI_AGENT: 'some-agent' }, {}, { cli_context: 'agent:other' }],
    // An agent that turbo started is nearer than the one that started turbo.
    [{ CLAUDECODE: '1' }, { CODEX_CI: '1' }, { cli_context: 'agent:codex' }],
  ])(
    'a task of turbo, which removed %j and has %j, reports %j',
    async (ofRunner, ofTool, expected) => {
      // Like a package manager, the shell has the task's variables.
      for (const shell of [false, true])
        await runHidden(ofRunner, { ...task, ...ofTool }, { shell });
      await expect.poll(() => server.unique().size).toBe(6);
      for (const { properties } of server.unique().values())
        expect(properties).toMatchObject(expected);
    },
  );

  test('the innermost of the agents that started turbo is reported', async () => {
    const within = 'COPILOT_CLI=1';
    for (const shell of [false, true])
      await runHidden({ CLAUDECODE: '1' }, task, { shell, within });
    await expect.poll(() => server.unique().size).toBe(6);
    for (const { properties } of server.unique().values()) {
      expect(properties).toMatchObject({ cli_context: 'agent:github-copilot' });
    }
  });

  test('a task of turbo sends through the proxy, whose login does not reach the collector', async () => {
    const proxy = await startTestServer();
    try {
      const address = proxy.url.replace('//', '//user:secret@');
      await runHidden({ HTTP_PROXY: address, UNRELATED: 'secret' }, task);
      await expect.poll(() => proxy.unique().size).toBe(3);
      expect(server.requests).toEqual([]);
      expect(JSON.stringify(proxy.events)).not.toContain('secret');
      // Its own proxy wins. Without turbo, no variable of the parents is used.
      await runHidden({ HTTP_PROXY: address }, { ...task, all_proxy: server.url });
      await runHidden({ HTTP_PROXY: address, CLAUDECODE: '1', BUILDKITE: 'true' });
      await expect.poll(() => server.unique().size).toBe(6);
      expect(proxy.unique().size).toBe(3);
      expect([...server.unique().values()].at(-1)?.properties).toMatchObject({
        is_ci: false,
        cli_context: 'agent:unknown',
      });
    } finally {
      await proxy.close();
    }
  });

  test.runIf(process.getuid?.() === 0)(
    'if it cannot be shown, nothing is sent until a later run shows it',
    async () => {
      const nobody = 65_534;
      chownSync(home.path, nobody, nobody);
      for (const ofTool of [task, {}]) {
        const options = { uid: nobody };
        await runHidden({ DO_NOT_TRACK: '1' }, ofTool as Variables, options);
        const argv = ['telemetry', 'status'];
        const stdout = await runHidden({}, ofTool as Variables, { ...options, argv });
        expect(stdout).toContain('an opt-out may be among them');
      }
      expect(spools().filter((name) => name.endsWith('.ready.jsonl'))).toHaveLength(2);
      expect(server.requests).toEqual([]);
      // One run in 16 deletes events that are too old.
      const [waiting = ''] = spools().filter((name) => name.endsWith('.ready.jsonl'));
      const aged = join(dirname(waiting), basename(waiting).replace(/^\d+/, '1000'));
      renameSync(join(home.path, waiting), join(home.path, aged));
      const always = { NODE_OPTIONS: '--import=data:text/javascript,Math.random=()=>0.01' };
      await runHidden({ DO_NOT_TRACK: '1' }, always, { uid: nobody });
      expect(spools()).not.toContain(aged);
      await runHidden({}, { PWD: '/', SHLVL: '1' }, { uid: nobody });
      await expect.poll(() => server.unique().size).toBeGreaterThanOrEqual(6);
    },
  );
});
