import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Funnel, Overview } from '@sonde/analytics';
import {
  createSchedule,
  type ExpectedEnding,
  type FlowName,
  type PlannedRun,
  runDemo,
} from '@sonde/example-orbit-demo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';

/** As `npm start -- --demo` plays it. */
const story = { seed: 1, users: 60, runs: 420 };

let root: string;
let collector: CollectorProcess;
let played: PlannedRun[];
let reported: PlannedRun[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sonde-demo-'));
  collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
  const users = createSchedule({ ...story, now: Date.now() });
  played = users.flatMap(({ runs }) => runs);
  reported = played.filter(({ scenario }) => scenario.expected.silent !== true);
  const summary = await runDemo({ ...story, endpoint: collector.url });
  expect(summary.runs()).toBe(played.length);
}, 600_000);
afterAll(async () => {
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

async function ask<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(`${collector.url}/api/v1/${path}`);
  expect(answer.status, path).toBe(200);
  return (await answer.json()) as Answer;
}

function countBy<T>(values: readonly T[], key: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}

function statusOf({ exitCode }: ExpectedEnding): string {
  if (exitCode === null) return 'vanished';
  return { 0: 'succeeded', 2: 'cancelled' }[exitCode] ?? 'failed';
}

test('the demo is as large as it says: at least 300 runs that are reported, by 60 users', () => {
  expect(reported.length).toBeGreaterThanOrEqual(300);
});

test('the overview counts every run that reports, as it ended', async () => {
  const { totals, versions, regressions } = await ask<Overview>('overview');
  const statuses = countBy(reported, ({ scenario }) => statusOf(scenario.expected));
  expect(totals).toMatchObject({ invocations: reported.length, ...statuses });
  expect(totals.users).toBeGreaterThanOrEqual(60);
  expect(Object.fromEntries(versions.map((row) => [row.version, row.invocations]))).toEqual(
    countBy(reported, ({ version }) => version),
  );
  for (const { version, success_rate } of versions) {
    const ended = reported
      .filter((run) => run.version === version)
      .map(({ scenario }) => statusOf(scenario.expected))
      .filter((status) => status !== 'cancelled');
    const succeeded = ended.filter((status) => status === 'succeeded');
    expect(success_rate, version).toBeCloseTo(succeeded.length / ended.length, 10);
  }
  // What went wrong in the newest version is what the page says got worse.
  expect(regressions[0]).toMatchObject({
    command: 'orbit application create',
    version: '1.3.1',
    previous_version: '1.3.0',
  });
});

function stopOf({ outcome, step, reason, errorClass }: ExpectedEnding): string {
  return `step:${step} ${outcome === 'vanished' ? 'vanished' : `${outcome}:${reason ?? errorClass}`}`;
}

test.each<FlowName>(['auth', 'application_create', 'plan_change'])(
  'the funnel of %s shows what was played, step by step',
  async (flow) => {
    const endings = reported
      .map(({ scenario }) => scenario)
      .filter((scenario) => scenario.flow === flow && scenario.expected.outcome !== 'none')
      .map(({ expected }) => expected);
    const { outcomes, stages } = await ask<Funnel>(`flows/${flow}/funnel`);
    expect(outcomes).toMatchObject(countBy(endings, ({ outcome }) => outcome));
    expect(stages[0]?.reached).toBe(endings.length);
    const stops = stages.flatMap(({ id, stopped }) => [
      ...stopped.aborted.map(({ reason, runs }) => [`${id} aborted:${reason}`, runs] as const),
      ...stopped.failed.map(
        ({ error_class, runs }) => [`${id} failed:${error_class}`, runs] as const,
      ),
      ...(stopped.vanished === 0 ? [] : [[`${id} vanished`, stopped.vanished] as const]),
    ]);
    expect(Object.fromEntries(stops)).toEqual(
      countBy(
        endings.filter(({ outcome }) => outcome !== 'completed'),
        stopOf,
      ),
    );
  },
);
