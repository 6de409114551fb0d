import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, runNode, type TestHome } from '../fixtures/run-tool.js';
import { startTestServer, type TestServer } from '../fixtures/test-server.js';
import { asksForJson, giveNotice } from './notice.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;

beforeEach(async () => {
  server = await startTestServer();
  home = createTestHome(server.url, {
    FIX_TURE_TELEMETRY_NOTICE: '',
    FIX_TURE_TELEMETRY_FLUSH_AT: '1',
    // Waits for the sender.
    WAIT: '1',
    OPTIONS: '{"notice":{"url":"https://example.com/telemetry"}}',
  });
});

afterEach(async () => {
  await server.close();
  home.remove();
});

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

/** Runs the tool in a pseudo-terminal and gives all that was shown. */
const runInTerminal = (argv: readonly string[] = [], variables: Record<string, string> = {}) =>
  openTerminal(argv, variables).ended;

const runPlain = (argv: readonly string[] = [], variables: Record<string, string> = {}) =>
  runNode([tool, ...argv], { ...home.environment, ...variables }, { cwd: home.path });

const names = () => [...server.unique().values()].map(({ event }) => event);
const notices = () => home.files().filter((name) => name.startsWith('notice'));

describe('on a terminal', () => {
  test('it is shown once; its run sends nothing, the next one sends all', async () => {
    const shown = await runInTerminal();
    expect(shown).toContain('pseudonymous');
    expect(shown).not.toContain('anonymous usage of');
    expect(shown).toContain('Never arguments, values');
    expect(shown).toContain('fix-ture telemetry disable');
    expect(shown).toContain('https://example.com/telemetry');
    expect(shown).toContain('This run sends nothing yet. The next run sends the events of both.');
    expect(shown.trim().split('\n').length).toBeLessThanOrEqual(6);
    expect(notices()).toEqual(['notice-1']);
    expect(server.requests).toEqual([]);
    expect(await runInTerminal()).toBe('');
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(6);
    expect(names().filter((name) => name === 'Command Invoked')).toHaveLength(2);
  });

  test('it says when something is sent where that is not the next run', async () => {
    const shown = await runInTerminal([], { FIX_TURE_TELEMETRY_FLUSH_AT: '' });
    expect(shown).toContain(
      'A later run sends, once 25 events are waiting or one is a minute old.',
    );
  });

  test('it comes again when the consent version rises, not when it falls', async () => {
    await runInTerminal();
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toContain('pseudonymous');
    expect(server.requests).toEqual([]);
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toBe('');
    expect(await runInTerminal()).toBe('');
    expect(notices()).toEqual(['notice-1', 'notice-2']);
  });

  test('it waits for a run whose output is not for a program', async () => {
    expect(await runInTerminal(['note', '--json'])).toBe('');
    expect(await runInTerminal(['note', '-o', 'json'])).toBe('');
    expect(notices()).toEqual([]);
    expect(server.requests).toEqual([]);
    expect(await runInTerminal(['note', '-o', 'text'])).toContain('pseudonymous');
  });

  test.each([[{ CI: 'true' }], [{ DO_NOT_TRACK: '1' }], [{ OPTIONS: '{"defaultConsent":"off"}' }]])(
    'it is neither shown nor marked with %j',
    async (variables) => {
      expect(await runInTerminal([], variables)).toBe('');
      expect(notices()).toEqual([]);
    },
  );

  test('whoever enabled telemetry was told, until the consent version rises', async () => {
    await runPlain(['telemetry', 'enable']);
    expect(await runInTerminal()).toBe('');
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(3);
    expect(await runInTerminal([], { CONSENT_VERSION: '2' })).toContain('pseudonymous');
  });

  test('of runs that start together one shows it', async () => {
    const shown = await Promise.all([1, 2, 3, 4].map(() => runInTerminal()));
    expect(shown.filter((text) => text.includes('pseudonymous'))).toHaveLength(1);
  });

  test('a run that began before another terminal showed it sends nothing', async () => {
    const terminal = openTerminal([], { HOLD: '1' });
    await expect.poll(() => terminal.shown(), { timeout: 8_000 }).toContain('waiting');
    expect(await runInTerminal()).toContain('pseudonymous');
    terminal.write('\r');
    expect(await terminal.ended).not.toContain('pseudonymous');
    expect(server.requests).toEqual([]);
    await runInTerminal();
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(9);
  });
});

describe('without a terminal', () => {
  test('what is recorded waits until the notice was shown, and then leaves', async () => {
    expect(await runPlain()).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await runPlain()).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(notices()).toEqual([]);
    expect(server.requests).toEqual([]);
    await runInTerminal();
    expect(server.requests).toEqual([]);
    await runPlain();
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(12);
  });

  test('a notice for a later consent version is one for this', async () => {
    await runInTerminal([], { CONSENT_VERSION: '2' });
    await runPlain();
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(6);
  });

  test('what waits keeps to the limits of age', async () => {
    const old = Date.now() - 8 * 24 * 3_600_000;
    await runPlain();
    const [waiting = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    const aged = waiting.replace(/^\d+/, String(old));
    writeFileSync(join(home.spool, aged), home.read(waiting));
    const catalog = { tool: 'fix-ture' };
    const asked = {
      directory: home.spool,
      options: { catalog },
      isGivenElsewhere: false,
      flushAt: 1,
    };
    expect(giveNotice({ ...asked, argv: ['--json'], tidiesUp: false })).toBe(false);
    expect(home.files()).toContain(aged);
    // As one run in sixteen.
    expect(giveNotice({ ...asked, argv: ['--json'], tidiesUp: true })).toBe(false);
    expect(home.files()).not.toContain(aged);
    expect(server.requests).toEqual([]);
  });

  test.each([
    [{ FIX_TURE_TELEMETRY_NOTICE: 'elsewhere' }],
    [{ OPTIONS: '{"notice":{"isGivenElsewhere":true}}' }],
    [{ CI: '1' }],
  ])('nothing waits with %j', async (variables) => {
    await runPlain([], variables);
    await expect.poll(() => names().length, { timeout: 8_000 }).toBe(3);
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

test('what a run cost is noted, a line each', async () => {
  await runPlain([], { CI: '', FIX_TURE_TELEMETRY_NOTICE: 'elsewhere', WAIT: '' });
  await runPlain([], { CI: '', WAIT: '' });
  const lines = readFileSync(join(home.spool, 'cost'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(Number(line)).toBeGreaterThan(0);
});
