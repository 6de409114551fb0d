// The same program in every runtime and in every form, as real processes.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { someOf } from '@sonde/test-share';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReceivingServer, startReceivingServer } from './receiving-server.js';
import { useServerAndHome } from './server-and-home.js';
import type { ToolHome } from './tool-home.js';
import { compileWithBun, makeToolVariants, project, runtimes } from './tool-variants.js';

const variants = makeToolVariants().map((variant) => ({
  ...variant,
  name: `${variant.runtime} (${variant.version}), ${variant.form}`,
}));

let server: ReceivingServer;
let home: ToolHome;

useServerAndHome((started) => {
  ({ server, home } = started);
});

const runOf = (completed: object) => ['Command Invoked', 'Noted', completed];
const failed = (exit_code: number, error_class: string) => ({
  succeeded: false,
  exit_code,
  error_class,
});
/** How each ending is reported. */
const endings: Record<string, object> = {
  return: { succeeded: true, exit_code: 0 },
  exit: failed(3, 'unknown'),
  'exit of the runtime': failed(3, 'unknown'),
  throw: failed(1, 'TypeError'),
  unhandled: failed(1, 'TypeError'),
  SIGINT: { succeeded: false, exit_code: 130, user_cancelled: true },
  SIGHUP: { succeeded: false, exit_code: 129, user_cancelled: true },
  SIGTERM: failed(143, 'SIGTERM'),
  SIGKILL: { succeeded: false, vanished: true },
};

const eventFiles = () => home.files().filter((name) => /jsonl|tmp|lease/.test(name));

/** The received events by invocation, in order; the last one with its properties. */
function received(): Map<string, unknown[]> {
  const runs = new Map<string, unknown[]>();
  const unique = new Map(server.events.map((event) => [event.insert_id, event]));
  expect(unique.size).toBe(server.events.length);
  for (const { invocation_id, event, properties } of server.events) {
    const run = runs.get(invocation_id) ?? [];
    if (event !== 'Command Failed') run.push(event === 'Command Completed' ? properties : event);
    runs.set(invocation_id, run);
  }
  return runs;
}

test('the page names the tested combinations', () => {
  const document = readFileSync(new URL('../../docs/runtimes.md', import.meta.url), 'utf8');
  const rows = new Map<string, Set<string>>();
  for (const { runtime, version } of variants) {
    const forms = variants
      .filter((variant) => variant.runtime === runtime && variant.form !== '`deno compile`')
      .map(({ form }) => form)
      .join(' · ');
    const key = `${runtime.replace(/ \d+$/, '')} | ${forms}`;
    rows.set(key, (rows.get(key) ?? new Set()).add(version));
  }
  for (const [key, versions] of rows) {
    const [runtime, forms] = key.split(' | ');
    expect(document).toContain(`| ${runtime} | ${[...versions].join(', ')} | ${forms} |\n`);
  }
});

describe.each(someOf(variants))('$name', ({ command }) => {
  test('reports every ending, changes none, and leaves nothing behind', async () => {
    for (const ending of Object.keys(endings)) {
      const [plain, reported] = await Promise.all([
        home.run([...command, ending], { PLAIN: '1' }),
        home.run([...command, ending]),
      ]);
      expect(reported, ending).toEqual(plain);
      expect(reported.stdout, ending).toContain('tool output');
    }
    await home.untilAlone();
    expect(server.events).toEqual([]);
    // A later run sends their events and its own.
    const last = await home.run([...command, 'return'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    expect(last).toEqual({
      code: 0,
      signal: null,
      stdout: 'tool output\n',
      stderr: 'tool error\n',
    });
    await home.untilAlone();
    expect([...received().values()]).toEqual(
      [...Object.values(endings), endings.return].map((completed) =>
        runOf(expect.objectContaining(completed ?? {})),
      ),
    );
    expect(eventFiles()).toEqual([]);
    expect(readdirSync(join(home.path, 'work'))).toEqual([]);
  });

  test('keeps events while the endpoint is closed, and the next run sends them', async () => {
    await server.close();
    const run = await home.run([...command, 'exit'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    expect(run).toEqual({ code: 3, signal: null, stdout: 'tool output\n', stderr: 'tool error\n' });
    await home.untilAlone();
    expect(eventFiles()).toHaveLength(1);
    // A sender has run and recorded its failure.
    expect(home.files().join()).toContain('state-');
    server = await startReceivingServer(server.port);
    onTestFinished(() => server.close());
    await home.run([...command, 'return'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    await home.untilAlone();
    expect(received().size).toBe(2);
    expect(eventFiles()).toEqual([]);
  });

  test('delivers before it ends in CI, from memory without a home', async () => {
    for (const HOME of [home.path, undefined]) {
      const run = await home.run([...command, 'return'], {
        HOME,
        CI: '1',
        FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '5000',
      });
      expect(run).toMatchObject({ code: 0, stdout: 'tool output\n', stderr: 'tool error\n' });
      expect(server.events.splice(0).map(({ event }) => event)).toEqual([
        'Command Invoked',
        'Noted',
        'Command Completed',
      ]);
    }
  });

  test('does nothing once the user said no', async () => {
    const { stdout } = await home.run([...command, 'ask'], { DO_NOT_TRACK: '1' });
    expect(stdout).toBe('off, decided by: DO_NOT_TRACK\n');
    await home.run([...command, 'return'], { DO_NOT_TRACK: '1', FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    // Bun and Deno write their own files.
    expect(readdirSync(home.path).filter((name) => !/^\.(bun|cache)$/.test(name))).toEqual([
      'work',
    ]);
  });
});

/** Fills a spool with enough runs for a sender to reach its usual memory; `one` is the file of such a run. */
function fillSpool(one: string): void {
  const [opened = '', ...lines] = readFileSync(one, 'utf8').split('\n');
  const event = JSON.parse(lines[0] ?? '');
  const [, pid, invocationId, tag] = basename(one).split('.')[0]?.split('_') ?? [];
  const note = 'x'.repeat(100);
  for (let index = 0; index < 250; index += 1) {
    const run = `${invocationId?.slice(0, -8)}${index.toString(16).padStart(8, '0')}`;
    const events = Array.from({ length: 25 }, (_, at) => ({
      ...event,
      invocation_id: run,
      insert_id: `${run}-${at}`,
      sequence: at + 1,
      properties: { ...event.properties, note },
    }));
    const text = `${[opened, ...events.map((each) => JSON.stringify(each))].join('\n')}\n`;
    const name = `${Date.now() - 100_000}_${pid}_${run}_${tag}_25_${text.length}_0.ready.jsonl`;
    writeFileSync(join(dirname(one), name), text);
  }
}

/** The peak memory of an empty script in this runtime. */
function emptyMemory(runtime: keyof typeof runtimes): number {
  const script = "console.log(require('fs').readFileSync('/proc/self/status', 'utf8'))";
  const status = execFileSync(runtimes[runtime], ['-e', script], { encoding: 'utf8' });
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1_024;
}

describe.each(
  someOf(
    variants.filter(
      ({ runtime, form }) => runtime.startsWith('Node') && !/require|CommonJS/.test(form),
    ),
  ),
)('the memory of the sender of $name', ({ command, runtime, form }) => {
  // An executable runs the sender in a thread, in addition to the tool.
  const isExecutable = form === 'single executable application';
  const mostMemory = (isExecutable ? 2 : 1.6) * emptyMemory(runtime);

  test('with a full spool', async () => {
    await home.run([...command, 'return']);
    await home.untilAlone();
    const [one = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    fillSpool(join(home.spool, one));
    await home.run([...command, 'return'], { FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    const most = await home.watchSender();
    // How many it sends before its deadline depends on the machine.
    expect(server.events.length).toBeGreaterThan(250);
    expect(most).toBeGreaterThan(10_000_000);
    expect(most).toBeLessThan(mostMemory);
  });

  test('over TLS, with a full spool', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const secure = await startReceivingServer(0, { key, cert });
    const authority = join(home.path, 'authority.pem');
    writeFileSync(authority, cert);
    const variables = {
      FIX_TURE_TELEMETRY_ENDPOINT: secure.url,
      NODE_EXTRA_CA_CERTS: authority,
    };
    await home.run([...command, 'return'], variables);
    await home.untilAlone();
    const [one = ''] = home.files().filter((name) => name.endsWith('.ready.jsonl'));
    fillSpool(join(home.spool, one));
    await home.run([...command, 'return'], { ...variables, FIX_TURE_TELEMETRY_FLUSH_AT: '1' });
    const most = await home.watchSender();
    await secure.close();
    expect(secure.events.length).toBeGreaterThan(250);
    expect(most).toBeGreaterThan(10_000_000);
    expect(most).toBeLessThan(mostMemory);
  });

  test('with an answer that does not end, in CI too', async () => {
    const page = 'x'.repeat(100_000);
    const endless = createServer((_request, response) => {
      response.writeHead(202);
      const more = () => {
        while (response.write(page));
        response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const { port } = endless.address() as AddressInfo;
    for (const CI of ['', '1']) {
      const run = home.run([...command, 'return'], {
        CI,
        FIX_TURE_TELEMETRY_ENDPOINT: `http://127.0.0.1:${port}`,
        FIX_TURE_TELEMETRY_FLUSH_AT: '1',
        FIX_TURE_TELEMETRY_INLINE_BUDGET_MS: '5000',
      });
      const most = await home.watchSender();
      await run;
      expect(most, `CI=${CI}`).toBeGreaterThan(10_000_000);
      expect(most, `CI=${CI}`).toBeLessThan(mostMemory);
    }
    endless.close();
    endless.closeAllConnections();
  });
});

describe('Deno on a terminal', () => {
  /** The output of a run with these permissions; a run that prompts for another would not end. */
  async function show(permissions: readonly string[]): Promise<string> {
    const argv = ['run', ...permissions, join(project, 'asks-nothing.mjs')];
    const env = { HOME: home.path, PATH: process.env.PATH };
    const terminal = spawn(runtimes.Deno, argv, { env, cwd: home.path });
    let shown = '';
    terminal.onData((data) => {
      shown += data;
    });
    await new Promise((resolve) => terminal.onExit(resolve));
    // Deno clears its progress line.
    return stripVTControlCharacters(shown);
  }

  test.each([
    ['env', []],
    ['write', ['--allow-env', '--allow-read']],
    ['run', ['--allow-env', '--allow-read', '--allow-write', '--allow-net']],
    [
      'net',
      ['--allow-env', '--allow-read', '--allow-write', '--allow-run', '--allow-net=a.example'],
    ],
  ])('is not asked for --allow-%s', async (missing, permissions) => {
    expect(await show(permissions)).toBe(`off, decided by: Deno without --allow-${missing}\r\n`);
    expect(readdirSync(home.path)).not.toContain('.local');
  });

  test('is asked for nothing with the permissions of the document', async () => {
    const five = ['env', 'read', 'write', 'run', 'net'].map((name) => `--allow-${name}`);
    expect(await show(five)).toMatch(/on, decided by: default\r\n$/);
  });
});

test('a tool that has not loaded the library when it is started again starts no other', async () => {
  const { code, stdout, stderr } = await home.run([compileWithBun('lazy.mjs'), 'run'], {
    FIX_TURE_TELEMETRY_FLUSH_AT: '1',
  });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  await home.untilAlone();
  expect(readFileSync(join(home.path, 'lazy.log'), 'utf8')).toBe('run\n--version\n');
});
