import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { settle } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

test('the zone of the browser is in the URL, and each day opens its own invocations', async () => {
  await world.withPage({ timeZone: 'America/St_Johns' }, async (page) => {
    await page.goto(`${world.url}/?range=7d`);
    await settle(page);
    expect(new URL(page.url()).searchParams.get('zone')).toBe('America/St_Johns');
    await page.getByRole('button', { name: 'Range: Last 7 days St Johns' }).waitFor();
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByText('In America/St_Johns').waitFor();
    const links = await page
      .locator('table:has(th:text-is("Day")) tbody tr td:nth-child(2) a')
      .evaluateAll((all) =>
        all.map((link) => ({ href: (link as HTMLAnchorElement).href, text: link.textContent })),
      );
    expect(links).toHaveLength(7);
    for (const { href, text } of links) {
      expect(new URL(href).searchParams.get('zone')).toBe('America/St_Johns');
      await page.goto(href);
      const total = page.getByTestId('list-total');
      await total.waitFor();
      expect(await total.getAttribute('data-total'), href).toBe(text);
    }
  });
});

test('a chosen zone is kept, and a shared URL keeps its own', async () => {
  await world.withPage({ timeZone: 'Europe/Berlin' }, async (page) => {
    await page.goto(`${world.url}/?project=default`);
    await settle(page);
    await page.getByRole('button', { name: 'Range: Last 30 days UTC' }).click();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('st_johns');
    await page.getByRole('option', { name: 'America/St_Johns' }).click();
    await page.waitForURL(`${world.url}/?project=default&zone=America%2FSt_Johns`);
    await page.getByText('First and last day, in America/St_Johns.').waitFor();
    await page.goto(`${world.url}/flows`);
    await page.waitForURL(`${world.url}/flows?project=default&zone=America%2FSt_Johns`);
    await page.goto(`${world.url}/?project=default&zone=Asia%2FTokyo`);
    await page.getByRole('button', { name: 'Range: Last 30 days Tokyo' }).waitFor();
    await page.goto(`${world.url}/?project=default&zone=Mars%2FOlympus`);
    await page.getByRole('button', { name: 'Range: Last 30 days UTC' }).waitFor();
  });
});
