import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import {
  findAccessibilityFaults,
  findFaultsOfLooks,
  horizontalOverflow,
  settle,
} from './open-page.js';
import { listPages } from './pages.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

test('every page is accessible, fits its window, and logs no errors', async () => {
  await world.withPage({}, async (page, { complaints, foreignRequests }) => {
    for (const { name, path, title } of listPages(world)) {
      await page.goto(`${world.url}${path}`);
      await settle(page);
      expect(await page.title(), name).toMatch(title);
      // The page uses its whole address.
      expect(await page.locator('[data-code=parameter_invalid]').count(), name).toBe(0);
      expect(await findFaultsOfLooks(page), name).toEqual([]);
      // An unknown flow returns 404, which the browser itself logs.
      const own = complaints.splice(0).filter((text) => !/status of 404/.test(text));
      expect(own, name).toEqual([]);
    }
    expect(foreignRequests).toEqual([]);
  });
});

test('every page of a collector without events fits its window, and logs no errors', async () => {
  const { url } = await world.startCollector('empty');
  await world.withPage({ viewport: { width: 1024, height: 768 } }, async (page, { complaints }) => {
    for (const { name, path } of listPages(world)) {
      await page.goto(`${url}${path}`);
      await settle(page);
      expect(await horizontalOverflow(page), name).toBe(0);
      // What is not there returns 404, which the browser itself logs.
      const own = complaints.splice(0).filter((text) => !/status of 404/.test(text));
      expect(own, name).toEqual([]);
    }
  });
});

test('refused arguments are on the overview, with the newest of their runs', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(world.url);
    const row = page.locator('[data-rejection="unknown_command"]').first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/orbit: unknown command, close to list\s+2\s+1 h ago/);
    expect(await page.locator('[data-rejection="unknown_flag"]').count()).toBe(1);
    await row.getByRole('link').click();
    await page.getByRole('heading', { name: 'orbit', exact: true }).waitFor();
    expect(await page.title()).toMatch(/^orbit /);
    expect(await page.getByText('Refused', { exact: true }).count()).toBe(1);
  });
});

test.each(['light', 'dark'] as const)(
  'content that opens on demand is accessible too: %s',
  async (colorScheme) => {
    await world.withPage({ colorScheme }, async (page, { complaints }) => {
      const check = async (what: string) => {
        await settle(page);
        expect(await findAccessibilityFaults(page), what).toEqual([]);
      };
      await page.goto(`${world.url}/?range=24h&version=1.5.0`);
      await settle(page);
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await check('table');
      await page.getByRole('button', { name: 'Range: Last 24 hours' }).click();
      await page.getByRole('button', { name: 'Month before' }).waitFor();
      await check('range');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      const command = page.getByRole('dialog').getByRole('button', { name: 'Command' });
      await command.waitFor();
      await check('filters');
      await command.click();
      await page.getByRole('checkbox').first().waitFor();
      await check('values');
      await page.goto(`${world.url}/invocations/${world.awkward.interleaved}`);
      await page.getByRole('button', { name: 'Open all' }).click();
      await check('events');
      await page.setViewportSize({ width: 375, height: 800 });
      expect(await horizontalOverflow(page)).toBe(0);
      await page.getByRole('button', { name: 'Pages' }).click();
      await page.getByRole('dialog').getByRole('link', { name: 'Flows' }).waitFor();
      await check('pages');
      expect(complaints).toEqual([]);
    });
  },
);
