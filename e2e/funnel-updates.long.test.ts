import { drain, type OrbitUser, runOrbit } from '@sonde/example-orbit-demo';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './browser.js';
import { createOrbitWorld, type OrbitWorld } from './orbit-world.js';
import { readShownFunnel } from './shown-funnel.js';

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

async function create(user: OrbitUser, name: string): Promise<void> {
  const options = ['--plan', 'free', '--region', 'eu-1', '--accept-terms'];
  const run = await runOrbit(user, ['application', 'create', '--name', name, ...options], {});
  expect(run.exitCode).toBe(0);
  await drain(user);
}

test('new events change the page without a reload', async () => {
  const { user } = await world.addPerson();
  await create(user, 'wren');
  await page.goto(`${world.collector.url}/flows/application_create`);
  await page.waitForSelector('[data-stage="completed"]');
  expect((await readShownFunnel(page)).outcomes.completed).toBe(1);
  await create(user, 'sparrow');
  await expect
    .poll(async () => (await readShownFunnel(page)).outcomes.completed, { interval: 500 })
    .toBe(2);
});
