import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { describe, expect, test } from 'vitest';
import { runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';
import { asksForJson } from './notice.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;

useServerAndHome(
  (started) => {
    ({ server, home } = started);
  },
  {
    FIX_TURE_TELEMETRY_NOTICE: '',
    FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    // Waits for the sender to end.
    WAIT: '1',
    OPTIONS: '{"notice":{"url":"https://example.com/telemetry"}}',
  },
);

/** Starts the tool in a pseudo-terminal. */
function openTerminal(argv: readonly string[], variables: Record<string, string>) {
  const terminal = spawn(process.execPath, [tool, ...argv], {
    cwd: home.path,
    env: { ...home.environment, ...variables },
    cols: 200,
  });
  let shown = '';
  terminal.onData((data) => {
    shown += data;
  });
  return {
    shown: () => shown,
    write: (text: string) => terminal.write(text),
    ended: new Promise<string>((resolve) => terminal.onExit(() => resolve(shown))),
  };
}

/** Runs the tool in a pseudo-terminal and returns its output. */
const runInTerminal = (argv: readonly string[] = [], variables: Record<string, string> = {}) =>
  openTerminal(argv, variables).ended;

const runPlain = (argv: readonly string[] = [], variables: Record<string, string> = {}) =>
  runNode([tool, ...argv], { ...home.environment, ...variables }, { cwd: home.path });

const names = () => [...server.unique().values()].map(({ event }) => event);
const notices = () => home.files().filter((name) => name.startsWith('notice'));
/** Makes the notice six minutes old. */
const waitOut = () => {
  const then = Date.now() / 1_000 - 6 * 60;
  for (const name of notices()) utimesSync(join(home.spool, name), then, then);
};

describe('on a terminal', () => {
  test('it is shown once; after five minutes the next run sends all events', async () => {
    const shown = await runInTerminal();
    expect(shown).toContain('pseudonymous');
    expect(shown).not.toContain('anonymous usage of');
    expect(shown).toContain('Never arguments, values');
    expect(shown).toContain('fix-ture telemetry disable');
    expect(shown).toContain('https://example.com/telemetry');
    expect(shown).toContain('Nothing is sent for 5 minutes. After that, the next run also sends');
    expect(shown.trim().split('\n').length).toBeLessThanOrEqual(6);
    expect(notices()).toEqual(['notice-1']);
    expect(server.requests).toEqual([]);
    expect(await runInTerminal()).toBe('');
    expect(await runPlain()).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(server.requests).toEqual([]);
    waitOut();
    expect(await runInTerminal()).toBe('');
    await expect.poll(() => names().length).toBe(12);
    expect(names().filter((name) => name === 'Command Invoked')).toHaveLength(4);
  });

  test('it shows the command prefix of the tool', async () => {
    const OPTIONS = '{"commandPrefix":"npx @acme/fix telemetry:"}';
    expect(await runInTerminal([], { OPTIONS })).toContain(
      'To turn it off: npx @acme/fix telemetry:disable',
    );
  });

  test('status and doctor report the delay', async () => {
    await runInTerminal();
    const [mark = ''] = home.files().filter((name) => name.startsWith('notice-'));
    const end = new Date(statSync(join(home.spool, mark)).mtimeMs + 5 * 60_000);
    const wait = `Nothing is sent before ${end.toLocaleTimeString('en-GB')}`;
    expect((await runPlain(['telemetry', 'status'])).stdout).toContain(wait);
    expect((await runPlain(['telemetry', 'doctor'])).stdout).toContain(wait);
    waitOut();
    expect((await runPlain(['telemetry', 'status'])).stdout).not.toContain('Nothing is sent');
    expect((await runPlain(['telemetry', 'doctor'])).stdout).toMatch(/notice +given/);
  });

  test('debug mode names it before the number of events that wait', async () => {
    await runInTerminal();
    const { stderr } = await runPlain([], {
      DEBUG: '1',
      WAIT: '',
      FIX_TURE_TELEMETRY_FLUSH_AT: '25',
    });
    expect(stderr).toMatch(
      /not sent now: the notice was just shown; nothing is sent before \S+; 6 of 25 events are waiting$/m,
    );
    waitOut();
    const later = await runPlain([], { DEBUG: '1', WAIT: '', FIX_TURE_TELEMETRY_FLUSH_AT: '25' });
    expect(later.stderr).not.toContain('notice');
  });

  test('there is no delay once the user enables telemetry', async () => {
    await runInTerminal();
    await runPlain(['telemetry', 'enable']);
    await runPlain();
    await expect.poll(() => names().length).toBe(6);
  });

  test('several runs in one command send nothing', async () => {
    for (const command of ['list', 'check', 'build']) await runInTerminal([command]);
    expect(notices()).toEqual(['notice-1']);
    expect(server.requests).toEqual([]);
    expect(home.files().filter((name) => name.startsWith('sender'))).toEqual([]);
  });

  test('it is shown again when the consent version rises, not when it falls', async () => {
    await runInTerminal();
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toContain('pseudonymous');
    expect(server.requests).toEqual([]);
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toBe('');
    expect(await runInTerminal()).toBe('');
    expect(notices()).toEqual(['notice-1', 'notice-2']);
  });

  test('it is not shown with machine-readable output, but by a later run', async () => {
    expect(await runInTerminal(['note', '--json'])).toBe('');
    expect(await runInTerminal(['note', '-o', 'json'])).toBe('');
    expect(notices()).toEqual([]);
    expect(server.requests).toEqual([]);
    expect(await runInTerminal(['note', '-o', 'text'])).toContain('pseudonymous');
  });

  test.each([
    [{ CI: 'true' }],
    [{ DO_NOT_TRACK: '1' }],
    [{ OPTIONS: '{"defaultConsent":"off"}' }],
    // An agent or a task runner owns the terminal.
    [{ CODEX_CI: '1', CODEX_THREAD_ID: 'x' }],
    [{ GEMINI_CLI: '1' }],
    [{ AI_AGENT: 'of-tomorrow' }],
    [{ TURBO_HASH: '7d1f' }],
    [{ NX_TASK_HASH: '1203', NX_TUI: 'false' }],
  ])('it is neither shown nor marked with %j', async (variables) => {
    expect(await runInTerminal([], variables)).toBe('');
    expect(notices()).toEqual([]);
    // Under turbo a run asks the processes above it for CI, and these tests may run in CI.
    if ('CI' in variables || 'TURBO_HASH' in variables) return;
    await runPlain([], variables);
    expect(server.requests).toEqual([]);
  });

  test.each([
    [{ CI: 'no' }],
    [{ CI: 'off' }],
    [{ CI: 'false', GITHUB_ACTIONS: 'true' }],
    [{ VERCEL: '1' }],
    [{ RENDER: 'true' }],
  ])("a person's terminal shows it first with %j", async (variables) => {
    expect(await runInTerminal([], variables)).toContain('pseudonymous');
    expect(server.requests).toEqual([]);
    const [event] = readFileSync(join(home.spool, home.find('1')), 'utf8')
      .split('\n')
      .slice(1);
    expect(JSON.parse(event ?? '').properties).toMatchObject({ is_ci: false, ci_name: null });
  });

  test('the variable replaces it: the run shows no notice and sends', async () => {
    const variables = { FIX_TURE_TELEMETRY_NOTICE: 'elsewhere' };
    expect(await runInTerminal([], variables)).toBe('');
    await expect.poll(() => names().length).toBe(3);
    expect(notices()).toEqual([]);
  });

  test('the option replaces it only if it cannot be shown', async () => {
    const variables = { OPTIONS: '{"notice":{"isGivenElsewhere":true}}' };
    expect(await runInTerminal([], variables)).toContain('pseudonymous');
    await runPlain([], variables);
    expect(server.requests).toEqual([]);
    waitOut();
    await runPlain([], variables);
    await expect.poll(() => names().length).toBe(9);
  });

  test('it is not shown if only stderr is a terminal', async () => {
    // Like a client that starts a server on stdin and stdout.
    const client = `require('node:child_process').spawnSync(process.execPath, [${JSON.stringify(tool)}],
      { stdio: ['pipe', 'pipe', 'inherit'] })`;
    const terminal = spawn(process.execPath, ['-e', client], {
      cwd: home.path,
      env: home.environment,
    });
    let shown = '';
    terminal.onData((data) => {
      shown += data;
    });
    await new Promise<void>((resolve) => terminal.onExit(() => resolve()));
    expect(shown).toBe('');
    expect(notices()).toEqual([]);
    await runPlain();
    expect(server.requests).toEqual([]);
  });

  test('it is not shown after enable, until the consent version rises', async () => {
    await runPlain(['telemetry', 'enable']);
    expect(await runInTerminal()).toBe('');
    await expect.poll(() => names().length).toBe(3);
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toContain('pseudonymous');
  });

  test('only one of several runs that start together shows it', async () => {
    const shown = await Promise.all([1, 2, 3, 4].map(() => runInTerminal()));
    expect(shown.filter((text) => text.includes('pseudonymous'))).toHaveLength(1);
  });

  test('a run that began before it was shown in another terminal sends nothing', async () => {
    const terminal = openTerminal([], { HOLD: '1' });
    await expect.poll(() => terminal.shown()).toContain('waiting');
    expect(await runInTerminal()).toContain('pseudonymous');
    terminal.write('\r');
    expect(await terminal.ended).not.toContain('pseudonymous');
    expect(server.requests).toEqual([]);
    waitOut();
    await runInTerminal();
    await expect.poll(() => names().length).toBe(9);
  });
});

describe('without a terminal', () => {
  test('events wait until the notice has been shown, and are then sent', async () => {
    expect(await runPlain()).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await runPlain()).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(notices()).toEqual([]);
    expect(server.requests).toEqual([]);
    await runInTerminal();
    expect(server.requests).toEqual([]);
    waitOut();
    await runPlain();
    await expect.poll(() => names().length).toBe(12);
  });

  test('a notice for a later consent version counts for this one', async () => {
    await runInTerminal([], { CONSENT_VERSION: '2' });
    waitOut();
    await runPlain();
    await expect.poll(() => names().length).toBe(6);
  });

  test('waiting events are dropped when they are too old', async () => {
    const old = Date.now() - 8 * 24 * 3_600_000;
    await runPlain();
    const [waiting = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    const aged = waiting.replace(/^\d+/, String(old));
    writeFileSync(join(home.spool, aged), home.read(waiting));
    const draw = (number: number) =>
      runPlain([], { NODE_OPTIONS: `--import=data:text/javascript,Math.random=()=>${number}` });
    await draw(0.9);
    expect(home.files()).toContain(aged);
    // Simulates the one run in 16 that tidies up.
    await draw(0.01);
    expect(home.files()).not.toContain(aged);
    expect(server.requests).toEqual([]);
  });

  test('a run in CI sends only events recorded in CI, including those of failed runs', async () => {
    for (let run = 0; run < 3; run += 1) await runPlain();
    server.behave((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const FIX_TURE_TELEMETRY_BACKOFF_MS = '1';
    await runPlain([], { CI: '1', FIX_TURE_TELEMETRY_BACKOFF_MS });
    expect(server.events).toEqual([]);
    server.behave(undefined);
    for (const delivery of ['inline', 'detached']) {
      const FIX_TURE_TELEMETRY_DELIVERY = delivery;
      await runPlain([], { CI: '1', FIX_TURE_TELEMETRY_BACKOFF_MS, FIX_TURE_TELEMETRY_DELIVERY });
      await expect.poll(() => names().length).toBe(delivery === 'inline' ? 6 : 9);
    }
    expect(server.events.every(({ properties }) => properties?.is_ci === true)).toBe(true);
    await runInTerminal();
    await runPlain([], { CI: '1' });
    await expect.poll(() => names().length).toBe(12);
    waitOut();
    await runPlain();
    await expect.poll(() => names().length).toBe(27);
  });

  test.each([
    [{ FIX_TURE_TELEMETRY_NOTICE: 'elsewhere' }],
    [{ OPTIONS: '{"notice":{"isGivenElsewhere":true}}' }],
    [{ CI: '1' }],
  ])('nothing waits with %j', async (variables) => {
    await runPlain([], variables);
    await expect.poll(() => names().length).toBe(3);
    expect(notices()).toEqual([]);
  });
});

test.each([
  [['--json'], true],
  [['--json=pretty'], true],
  [['--json=false'], false],
  [['list', '-o', 'json'], true],
  [['-ojson'], true],
  [['-o=json'], true],
  [['--output', 'JSON'], true],
  [['--output=ndjson'], true],
  [['--format', 'json'], true],
  [['--output', 'text', 'json'], false],
  [['-o', 'data.json'], false],
  [[], false],
])('%j asks for JSON: %s', (argv, expected) => {
  expect(asksForJson(argv)).toBe(expected);
});

test('the cost of each run is one line in the log', async () => {
  await runPlain([], { CI: '', FIX_TURE_TELEMETRY_NOTICE: 'elsewhere', WAIT: '' });
  await runPlain([], { CI: '', WAIT: '' });
  const lines = readFileSync(join(home.spool, 'cost'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(Number(line)).toBeGreaterThan(0);
});
