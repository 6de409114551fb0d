// Signals as terminals and runners send them: twice, to the whole process tree, when a terminal closes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '../fixtures/run-tool.js';

const tool = fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url));
const argv = ['app', 'run', 'hang', '--flow'];

let home: TestHome;
beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9');
});
afterEach(() => home.remove());

interface RecordedLine {
  event?: string;
  properties?: Record<string, unknown>;
}

/** The events that the only run recorded itself, without recovery. */
function recorded(): { event: string; properties: Record<string, unknown> }[] {
  const name = home.files().find((file) => file.endsWith('.jsonl')) ?? '';
  return home
    .read(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedLine)
    .flatMap(({ event, properties = {} }) => (event === undefined ? [] : [{ event, properties }]));
}

/** Starts a tool that hangs in an open flow, and waits until it hangs. */
async function startTool(command = process.execPath, before: string[] = []) {
  const child = spawn(command, [...before, tool, ...argv], {
    cwd: home.path,
    env: home.environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  await once(child.stdout, 'data');
  return { child, exit };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const cancelled = { succeeded: false, user_cancelled: true };
const failed = { succeeded: false, user_cancelled: false };

describe.skipIf(process.platform === 'win32')('signals', () => {
  test.each<[NodeJS.Signals, object]>([
    ['SIGHUP', { ...cancelled, exit_code: 129 }],
    ['SIGINT', { ...cancelled, exit_code: 130 }],
    ['SIGTERM', { ...failed, exit_code: 143, error_class: 'SIGTERM' }],
    [
      'SIGUSR2',
      {
        ...failed,
        exit_code: process.platform === 'linux' ? 140 : 159,
        error_class: 'SIGUSR2',
      },
    ],
  ])('%s is reported at once', async (signal, completed) => {
    const { child, exit } = await startTool('/bin/sh', [
      '-c',
      'ulimit -c 0; exec "$0" "$@"',
      process.execPath,
    ]);
    child.kill(signal);
    expect(await exit).toEqual([null, signal]);
    const events = recorded();
    expect(events.map(({ event }) => event).slice(-2)).toEqual([
      'CLI Create Aborted',
      'Command Completed',
    ]);
    expect(events.at(-2)?.properties).toMatchObject({ reason: 'cancelled', step: 'plan' });
    expect(events.at(-1)?.properties).toMatchObject(completed);
    expect('error_class' in (events.at(-1)?.properties ?? {})).toBe('error_class' in completed);
  });

  test('SIGQUIT ends a tool that is stuck in a loop at once', async () => {
    const path = join(home.path, 'stuck.mjs');
    const sdk = new URL('../../dist/index.js', import.meta.url).href;
    writeFileSync(
      path,
      `import { createTelemetry } from ${JSON.stringify(sdk)};
      createTelemetry({ catalog: { tool: 'fix-ture', events: {} }, version: '1.2.3' }).startCommand('fix-ture');
      console.log('started');
      const until = Date.now() + 60_000;
      while (Date.now() < until);`,
    );
    const child = spawn('/bin/sh', ['-c', 'ulimit -c 0; exec "$0" "$@"', process.execPath, path], {
      cwd: home.path,
      env: home.environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGQUIT');
    // With a listener, the loop would have ended first, with exit code 0.
    expect(await exit).toEqual([null, 'SIGQUIT']);
  });

  const pairs = [
    ['SIGINT', 'SIGINT'],
    ['SIGHUP', 'SIGHUP'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
    ['SIGUSR2', 'SIGUSR2'],
  ] as const;
  test.each(pairs)('%s and %s a moment later', async (first, second) => {
    const codes: Partial<Record<NodeJS.Signals, number>> = {
      SIGHUP: 129,
      SIGINT: 130,
      SIGUSR2: process.platform === 'linux' ? 140 : 159,
      SIGTERM: 143,
    };
    for (const afterMs of [0, 1, 1, 2, 3, 10]) {
      const { child, exit } = await startTool();
      child.kill(first);
      if (afterMs > 0) await pause(afterMs);
      child.kill(second);
      const [code, signal] = await exit;
      expect(code).toBeNull();
      const completed = recorded().at(-1);
      expect(completed?.event).toBe('Command Completed');
      expect(completed?.properties).toMatchObject({ exit_code: codes[signal ?? 'SIGKILL'] });
      const isCancelled = signal === 'SIGINT' || signal === 'SIGHUP';
      expect(completed?.properties.user_cancelled).toBe(isCancelled);
      home.remove();
      home = createTestHome('http://127.0.0.1:9');
    }
  });

  const methods = ['on', 'once', 'prependListener', 'prependOnceListener'];
  const additions = methods.flatMap((method) => [
    [method, 'before'],
    [method, 'after'],
  ]);
  test.each(additions)('a listener added with %s %s the start decides', async (method, moment) => {
    const path = join(home.path, 'handles.mjs');
    const sdk = new URL('../../dist/index.js', import.meta.url).href;
    writeFileSync(
      path,
      `import { createTelemetry } from ${JSON.stringify(sdk)};
      const telemetry = createTelemetry({ catalog: { tool: 'fix-ture', events: {} }, version: '1.2.3' });
      const handle = () => setImmediate(() => process.exit(7));
      if ('${moment}' === 'before') process.${method}('SIGTERM', handle);
      telemetry.startCommand('fix-ture');
      if ('${moment}' === 'after') process.${method}('SIGTERM', handle);
      console.log('started');
      setInterval(() => {}, 1_000);`,
    );
    const child = spawn(process.execPath, [path], {
      cwd: home.path,
      env: home.environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await exit).toEqual([7, null]);
    expect(recorded().at(-1)?.properties).toMatchObject({ exit_code: 7 });
  });

  test('SIGHUP ends Node.js even if the shell ignores it, because Node.js resets ignored signals', async () => {
    const { child, exit } = await startTool('/bin/sh', [
      '-c',
      'trap "" HUP; exec "$0" "$@"',
      process.execPath,
    ]);
    child.kill('SIGHUP');
    expect(await exit).toEqual([null, 'SIGHUP']);
    expect(recorded().at(-1)?.properties).toMatchObject({ ...cancelled, exit_code: 129 });
  });
});
