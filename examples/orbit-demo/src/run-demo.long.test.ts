import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ReceivedEvent, startIngestReceiver } from './ingest-receiver.js';
import { runDemo } from './run-demo.js';
import type { Scenario } from './scenario.js';
import { createSchedule } from './schedule.js';
import { keys, runInTerminal } from './terminal.js';

// A temporary directory for this test alone, so files left in it are the demo's.
let temporary: string;
const leftBehind = () => readdirSync(temporary);

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'run-demo-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

const demoBin = fileURLToPath(new URL('../bin/demo.js', import.meta.url));

test('Ctrl-C ends it soon and leaves nothing behind', async () => {
  const receiver = await startIngestReceiver();
  try {
    const run = await runInTerminal({
      args: [demoBin, '--endpoint', receiver.url],
      cwd: temporary,
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm', TMPDIR: temporary },
      turns: [{ waitFor: ' 5/', type: keys.ctrlC }],
      timeoutMs: 120_000,
    });
    expect(run).toMatchObject({ exitCode: 2, signal: null });
    expect(run.stdout).toMatch(/Stopped after \d+ runs/);
    expect(leftBehind()).toEqual([]);
  } finally {
    await receiver.close();
  }
});

test('without a collector it fails at once', async () => {
  const options = { endpoint: 'http://127.0.0.1:9', users: 1 };
  await expect(runDemo(options)).rejects.toThrow('Nothing answers at http://127.0.0.1:9');
});

/** What the collector has to see of a planned run. */
function describeExpected({ flow, expected }: Scenario): string {
  const { outcome, step, reason, errorClass, exitCode } = expected;
  const ending = exitCode === null ? 'vanished' : `exit ${exitCode}`;
  if (flow === undefined || outcome === 'none') return ending;
  const word = {
    completed: 'Completed',
    aborted: 'Aborted',
    failed: 'Failed',
    vanished: 'Aborted',
  };
  return [ending, flow, word[outcome], step, reason ?? errorClass].filter(Boolean).join(' ');
}

function describeArrived(events: readonly ReceivedEvent[]): string {
  const { exit_code } = events.at(-1)?.properties ?? {};
  const ending = typeof exit_code === 'number' ? `exit ${exit_code}` : 'vanished';
  const endEvent = events.findLast(({ flow }) => flow !== undefined);
  if (endEvent === undefined) return ending;
  const { step, reason, error_class } = endEvent.properties;
  const word = endEvent.event.split(' ').at(-1);
  return [ending, endEvent.flow, word, step, reason ?? error_class].filter(Boolean).join(' ');
}

test('exactly the planned runs arrive, and nothing is left behind', async () => {
  const receiver = await startIngestReceiver();
  try {
    const options = { seed: 3, users: 12, runs: 60 };
    const users = createSchedule({ ...options, now: Date.now() });
    const planned = users
      .flatMap(({ runs }) => runs)
      .filter(({ scenario }) => scenario.expected.silent !== true);
    const summary = await runDemo({ ...options, endpoint: receiver.url });
    expect(summary.runs()).toBe(options.runs);
    const invocations = receiver.invocations();
    for (const events of invocations) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.at(-1)?.event).toBe('Command Completed');
    }
    expect(invocations.map(describeArrived).sort()).toEqual(
      planned.map(({ scenario }) => describeExpected(scenario)).sort(),
    );
    // Each of the flows is among them.
    const flows = new Set(planned.map(({ scenario }) => scenario.flow));
    expect(flows).toEqual(new Set([undefined, 'auth', 'application_create', 'plan_change']));
    const signedIn = invocations.filter((events) =>
      events.some(({ event }) => event === 'CLI Auth Completed'),
    );
    for (const events of signedIn) expect(events.at(-1)?.user_id).toMatch(/^user_/);
    expect(leftBehind()).toEqual([]);
  } finally {
    await receiver.close();
  }
});
