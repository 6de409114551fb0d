import type { WireEvent } from '@sonde/protocol';
import { describe, expect, test } from 'vitest';
import { drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const inOrder = (): WireEvent[] =>
  [...server.unique().values()].sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0));
const names = () => inOrder().map((event) => event.event);
const last = () => inOrder().at(-1)?.properties;

const tracked = ['Command Invoked', 'Noted', 'Noted', 'Noted', 'CLI Create Started'];
const completed = { succeeded: true, exit_code: 0 };
const failed = { succeeded: false, user_cancelled: false };
const billing = { error_class: 'BillingError' };

const table: {
  ending: string;
  endEvent: [string, object];
  failed: boolean;
  completed: object;
}[] = [
  { ending: 'return', endEvent: ['Completed', {}], failed: false, completed },
  { ending: 'resolve', endEvent: ['Completed', {}], failed: false, completed },
  {
    ending: 'exit',
    endEvent: ['Failed', { step: 'plan', error_class: 'unknown' }],
    failed: false,
    completed: { ...failed, exit_code: 3, error_class: 'unknown' },
  },
  {
    ending: 'exitCode',
    endEvent: ['Failed', { step: 'plan', error_class: 'unknown' }],
    failed: false,
    completed: { ...failed, exit_code: 4, error_class: 'unknown' },
  },
  ...['throw', 'reject', 'uncaught', 'unhandled'].map((ending) => ({
    ending,
    endEvent: ['Failed', { step: 'plan', ...billing }] as [string, object],
    failed: true,
    completed: { ...failed, exit_code: 1, ...billing },
  })),
  {
    ending: 'cancel',
    endEvent: ['Aborted', { step: 'plan', reason: 'cancelled' }],
    failed: false,
    completed: { succeeded: false, user_cancelled: true, exit_code: 1 },
  },
  {
    ending: 'SIGINT',
    endEvent: ['Aborted', { step: 'plan', reason: 'cancelled' }],
    failed: false,
    completed: { succeeded: false, user_cancelled: true, exit_code: 130 },
  },
  {
    ending: 'SIGTERM',
    endEvent: ['Aborted', { step: 'plan', reason: 'cancelled' }],
    failed: false,
    completed: { ...failed, exit_code: 143, error_class: 'SIGTERM' },
  },
  {
    ending: 'ownListener',
    endEvent: ['Failed', { step: 'plan' }],
    failed: false,
    completed: { ...failed, exit_code: 7 },
  },
  {
    ending: 'cleanupListener',
    endEvent: ['Aborted', { step: 'plan', reason: 'cancelled' }],
    failed: false,
    completed: { ...failed, exit_code: 143, error_class: 'SIGTERM' },
  },
  {
    ending: 'SIGKILL',
    endEvent: ['Aborted', { step: 'plan', reason: 'vanished' }],
    failed: false,
    completed: { succeeded: false, vanished: true },
  },
  {
    ending: 'killAfterBody',
    endEvent: ['Completed', {}],
    failed: false,
    completed: { succeeded: true },
  },
];

describe('every ending', () => {
  test.each(table)('$ending', async (row) => {
    const argv = ['app', 'run', row.ending, '--flow'];
    const [plain, run] = await Promise.all([
      runTool(home, argv, { PLAIN: '1' }),
      runTool(home, argv),
    ]);
    expect(home.files().filter((name) => name.endsWith('.jsonl'))).toHaveLength(1);
    const tail = (end: typeof run) => ({
      code: end.code,
      signal: end.signal,
      stdout: end.stdout,
      // Stack traces have other frames; everything else must be the same.
      stderr: end.stderr.replace(/^ {4}at .*\n/gm, ''),
    });
    expect(tail(run)).toEqual(tail(plain));
    expect(await drain(home)).toMatchObject({ waiting: 0 });

    const [word, properties] = row.endEvent;
    expect(names()).toEqual([
      ...tracked,
      `CLI Create ${word}`,
      ...(row.failed ? ['Command Failed'] : []),
      'Command Completed',
    ]);
    expect(inOrder().map((event) => event.sequence)).toEqual(
      inOrder().map((_, index) => index + 1),
    );
    const endEvent = inOrder().find((event) => event.event === `CLI Create ${word}`);
    expect(endEvent?.properties).toMatchObject({ ...properties, direction: 'up' });
    expect(last()).toMatchObject({
      ...row.completed,
      command: 'fix-ture app run',
      flags: ['flow'],
    });
    expect(JSON.stringify(server.events)).not.toContain('secret text');
    const times = inOrder().map((event) => Date.parse(event.timestamp ?? ''));
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    // A killed run cannot record its cost.
    expect(home.files().filter((name) => name !== 'cost')).toEqual([
      'anonymous-id',
      'deliveries',
      `settings-${home.tag()}.json`,
      `state-${home.tag()}.json`,
    ]);
  });
});

describe('nothing is reported', () => {
  test.each([
    [['--help'], {}],
    [['--version'], {}],
    [['app', '--help'], {}],
    [['help', 'app'], {}],
    [['nonsense'], {}],
    [['app', 'run', 'return', '--nonsense'], {}],
    [['app', 'run'], {}],
    [['app', 'run', 'return'], { SIGNED_OUT: '1' }],
    [['app', 'run', 'return', '--no-telemetry'], {}],
    [['app', 'run', 'return'], { DO_NOT_TRACK: '1' }],
    [['app', 'run', 'return'], { FIX_TURE_TELEMETRY: 'off' }],
    [['app', 'run', 'return'], { FIX_TURE_TELEMETRY_DISABLED: '1' }],
    [['app', 'run', 'return'], { HOME: '', XDG_STATE_HOME: '' }],
  ])('%j %j', async (argv, variables) => {
    await runTool(home, argv, variables);
    expect(home.files()).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

test('log prints each event to stderr, and stores and sends nothing', async () => {
  const run = await runTool(home, ['app', 'run', 'return'], { FIX_TURE_TELEMETRY: 'log' });
  const lines = run.stderr.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.map((line) => JSON.parse(line).event)).toEqual([
    'Command Invoked',
    'Noted',
    'Noted',
    'Noted',
    'Command Completed',
  ]);
  expect(run.stdout).toBe('tool output\n');
  expect(home.files()).toEqual([]);
  expect(server.requests).toEqual([]);
});
