import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startIngestReceiver } from './ingest-receiver.js';
import { runDemo } from './run-demo.js';
import { scenarios } from './scenarios.js';
import { createSchedule } from './schedule.js';
import { keys, runInTerminal } from './terminal.js';

const demoDirectories = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('orbit-demo-'));

const demoBin = fileURLToPath(new URL('../bin/demo.js', import.meta.url));

test('Ctrl-C ends it soon and leaves nothing behind', async () => {
  const receiver = await startIngestReceiver();
  const before = demoDirectories();
  try {
    const run = await runInTerminal({
      args: [demoBin, '--endpoint', receiver.url],
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm' },
      turns: [{ waitFor: ' 5/', type: keys.ctrlC }],
      timeoutMs: 25_000,
    });
    expect(run).toMatchObject({ exitCode: 2, signal: null });
    expect(run.stdout).toMatch(/Stopped after \d+ runs/);
    expect(demoDirectories()).toEqual(before);
  } finally {
    await receiver.close();
  }
});

test('without a collector it says so at once', async () => {
  const options = { endpoint: 'http://127.0.0.1:9', users: 1 };
  await expect(runDemo(options)).rejects.toThrow('Nothing answers at http://127.0.0.1:9');
});

test('what was planned is what arrives, and nothing is left behind', {
  timeout: 120_000,
}, async () => {
  const receiver = await startIngestReceiver();
  const before = demoDirectories();
  try {
    const story = { seed: 3, users: 10, runs: 50 };
    const planned = createSchedule({ ...story, now: Date.now() }).flatMap(({ runs }) => runs);
    const summary = await runDemo({ ...story, endpoint: receiver.url });
    expect(summary.runs()).toBe(planned.length);
    const invocations = receiver.invocations();
    expect(invocations).toHaveLength(planned.length);
    for (const events of invocations) {
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.at(-1)?.event).toBe('Command Completed');
    }
    const outcomes = invocations.flatMap((events) => {
      const terminal = events.findLast(({ flow }) => flow === 'application_create');
      if (terminal === undefined) return [];
      const { reason, step } = terminal.properties;
      return [[terminal.event.split(' ').at(-1), reason, step].join(' ').trim()];
    });
    const wanted = planned.flatMap(({ command }) => {
      if (command.kind !== 'create' || command.scenario.expected.outcome === 'none') return [];
      const { outcome, reason, step } = command.scenario.expected;
      const word = {
        completed: 'Completed',
        aborted: 'Aborted',
        failed: 'Failed',
        vanished: 'Aborted',
      };
      return [[word[outcome as keyof typeof word], reason, step].join(' ').trim()];
    });
    expect(outcomes.sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThanOrEqual(scenarios.length - 1);
    expect(demoDirectories()).toEqual(before);
  } finally {
    await receiver.close();
  }
});
