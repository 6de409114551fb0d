import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Overview, ReleaseReport } from '@sonde/analytics';
import { catalog } from '@sonde/example-orbit/catalog';
import {
  createSchedule,
  type ExpectedEnding,
  type FlowName,
  type PlannedRun,
  runDemo,
} from '@sonde/example-orbit-demo';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { countBy, expectFunnel } from '../expected-funnel.js';
import { readShownFunnel } from '../shown-funnel.js';

/** The same as `npm start -- --demo`. */
const demo = { seed: 1, users: 60, runs: 420 };
const readme = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The planned runs of a demo that report something. */
function planReported(): PlannedRun[] {
  const planned = createSchedule({ ...demo, now: Date.now() }).flatMap(({ runs }) => runs);
  return planned.filter(({ scenario }) => scenario.expected.silent !== true);
}

let root: string;
let collector: CollectorProcess;
let reported: PlannedRun[];
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sonde-demo-'));
  collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
  reported = planReported();
  const summary = await runDemo({ ...demo, endpoint: collector.url });
  expect(summary.runs()).toBe(demo.runs);
  browser = await openBrowser({});
  page = await browser.context.newPage();
  // Hundreds of runs take long on a busy machine.
}, 1_800_000);
afterAll(async () => {
  await browser?.close();
  await collector.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(`${collector.url}/api/v1/${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as Answer;
}

function statusOf({ exitCode }: ExpectedEnding): string {
  if (exitCode === null) return 'vanished';
  return { 0: 'succeeded', 2: 'cancelled' }[exitCode] ?? 'failed';
}

test('the demo is as large as it says: at least 300 runs that are reported, by 60 users', () => {
  expect(planReported().length).toBeGreaterThanOrEqual(300);
});

test('the overview counts every run that reports, as it ended', async () => {
  const { totals, versions } = await ask<Overview>('overview');
  const statuses = countBy(reported, ({ scenario }) => statusOf(scenario.expected));
  expect(totals).toMatchObject({ invocations: reported.length, ...statuses });
  expect(readFileSync(readme, 'utf8')).toContain(`The Overview counts ${totals.users} users`);
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
  // The error in the newest version, as a command, a step and an error.
  const { releases } = await ask<ReleaseReport>('releases/report');
  expect(releases).toMatchObject([{ version: '1.3.1', previous_version: '1.3.0' }]);
  expect(releases[0]?.worse.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['orbit application create', 'step:api_key', 'CloudFailureError']),
  );
});

test('the overview names the command that got worse', async () => {
  await page.goto(collector.url);
  await page.waitForSelector('[data-worse]');
  expect(
    await page
      .locator('[data-worse]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-worse'))),
  ).toContain('orbit application create');
});

test.each<FlowName>(['auth', 'application_create', 'plan_change'])(
  'the page of the flow %s shows the played runs, step by step',
  async (flow) => {
    const endings = reported
      .filter(({ scenario }) => scenario.flow === flow)
      .map(({ scenario }) => scenario.expected);
    await page.goto(`${collector.url}/flows/${flow}`);
    await page.waitForSelector('[data-stage="completed"]');
    const { unreadable, ...shown } = await readShownFunnel(page);
    const steps = catalog.flows[flow].steps;
    const expected = expectFunnel(endings, steps);
    expect(unreadable).toEqual([]);
    expect(shown.outcomes).toEqual(expected.outcomes);
    expect(shown.stops).toEqual(expected.stops);
    expect(shown.reached).toMatchObject(expected.reached);
  },
);

test('every stop of a flow opens the list of its invocations, each of which opens its timeline', async () => {
  await page.goto(`${collector.url}/flows/application_create`);
  await page.waitForSelector('[data-stage="completed"]');
  const stops = await page.locator('[data-stage] [data-stop]').evaluateAll((elements) =>
    elements.map((element) => {
      const link = element.closest('a') ?? element.querySelector('a');
      return {
        stop: `${element.getAttribute('data-stop')}`,
        runs: Number(element.getAttribute('data-runs')),
        href: link?.href ?? '',
      };
    }),
  );
  expect(stops.length).toBeGreaterThan(0);
  for (const { stop, runs, href } of stops) {
    await page.goto(href);
    await page.waitForSelector('table tbody tr');
    expect(await page.locator('table tbody tr').count(), `${stop} at ${href}`).toBe(runs);
  }

  await page.locator('table tbody tr a').first().click();
  await page.waitForURL(/\/invocations\/[0-9a-f-]{36}/);
  await page.waitForSelector('text=Command Invoked');
  await page.waitForSelector('text=Command Completed');
});
