import {
  createScenarios,
  drain,
  type ExpectedEnding,
  runOrbit,
  type Scenario,
} from '@sonde/example-orbit-demo';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.js';
import { expectFunnel } from './expected-funnel.js';
import { createOrbitWorld, type OrbitWorld } from './orbit-world.js';
import { readShownFunnel } from './shown-funnel.js';

const flow = 'application_create';
const steps = [
  'name',
  'auth',
  'plan',
  'terms',
  'region',
  'api_call',
  'api_key',
  'apply_plan',
  'profile_configure',
];

let world: OrbitWorld;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;

beforeAll(async () => {
  world = await createOrbitWorld();
  await world.collector.start();
  browser = await openBrowser({});
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Plays a scenario as a new user; resolves with the outcome of each run of the flow. */
async function play(scenario: Scenario): Promise<ExpectedEnding[]> {
  const endings: ExpectedEnding[] = [];
  const { user, userId } = await world.addPerson({
    billing: scenario.needs.billing ?? false,
    signedIn: scenario.needs.session !== false,
    env: { ORBIT_TELEMETRY_BACKOFF_MS: '200' },
  });
  // Also a run of the flow, so it counts.
  if (scenario.needs.defaultApplication === true) {
    await runOrbit(user, ['application', 'create', '--name', 'wren', '--accept-terms']);
    endings.push({ outcome: 'completed', exitCode: 0 });
  }
  const run = await scenario.run({ user, userId, cloud: world.cloud, name: 'sparrow' });
  expect(run.exitCode, `${scenario.name}\n${run.stdout}${run.stderr}`).toBe(
    scenario.expected.exitCode,
  );
  // The person's next run reports the killed one.
  await runOrbit(user, ['auth', 'status'], {});
  await drain(user);
  return [...endings, scenario.expected];
}

test('the funnel shows exactly the played runs, including reasons, and every number links to its invocations', async () => {
  const endings: ExpectedEnding[] = [];
  const waiting = [...createScenarios];
  const playTheRest = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      endings.push(...(await play(next)));
    }
  };
  await Promise.all([playTheRest(), playTheRest(), playTheRest()]);

  await page.goto(`${world.collector.url}/flows/${flow}`);
  await page.waitForSelector('[data-stage="completed"]');
  const expected = expectFunnel(endings, steps);
  const { unreadable, ...shown } = await readShownFunnel(page);
  expect(unreadable).toEqual([]);
  expect(shown.outcomes).toEqual(expected.outcomes);
  expect(shown.stops).toEqual(expected.stops);
  expect(shown.reached).toMatchObject(expected.reached);

  // Every stop opens a list of as many invocations: one run each, as they were run here.
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

  // From a list to the timeline of one invocation.
  await page.locator('table tbody tr a').first().click();
  await page.waitForURL(/\/invocations\/[0-9a-f-]{36}/);
  await page.waitForSelector('text=Command Invoked');
  await page.waitForSelector('text=Command Completed');
});

test('new events change the page without a reload', async () => {
  await page.goto(`${world.collector.url}/flows/${flow}`);
  await page.waitForSelector('[data-stage="completed"]');
  const before = await readShownFunnel(page);
  const { user } = await world.addPerson();
  const command = [
    'application',
    'create',
    '--name',
    'wren',
    '--plan',
    'free',
    '--region',
    'eu-1',
    '--accept-terms',
  ];
  expect((await runOrbit(user, command, {})).exitCode).toBe(0);
  await drain(user);
  await expect
    .poll(async () => (await readShownFunnel(page)).outcomes.completed, { interval: 500 })
    .toBe((before.outcomes.completed ?? 0) + 1);
});
