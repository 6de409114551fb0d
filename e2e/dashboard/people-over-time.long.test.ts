import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { settle } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

/** Links with the number that they show, as `count` reads it. */
const linksOf = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((links) =>
    links.map((link) => ({
      href: (link as HTMLAnchorElement).href,
      people: link.closest('[data-people]')?.getAttribute('data-people'),
      text: (link.textContent ?? '').replace(/,/g, ''),
    })),
  );

const listOf = async (href: string) => {
  const { pathname, search } = new URL(href);
  expect(pathname).toBe('/invocations');
  const parameters = new URLSearchParams(search);
  const zone = parameters.get('zone');
  parameters.delete('zone');
  expect(zone).toBe('Europe/Berlin');
  const response = await fetch(`${world.url}/api/v1/invocations?limit=1&${parameters}`);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as { total: number; people: number | null };
};

test.each(['', '&by=version', '&by=actor'])(
  'each cell of the cohorts opens its people: %s',
  async (by) => {
    await world.withPage({}, async (page) => {
      await page.goto(`${world.url}/retention?project=default&zone=Europe/Berlin${by}`);
      await settle(page);
      const cells = await linksOf(page, '[data-cohort] td a');
      expect(cells.length).toBeGreaterThan(5);
      for (const { href, people } of cells) {
        expect((await listOf(href)).people, href).toBe(Number(people));
      }
      const { href, people } = cells[0] as (typeof cells)[number];
      await page.goto(href);
      const total = page.getByTestId('list-total');
      await total.waitFor();
      expect(await total.getAttribute('data-people')).toBe(people);
    });
  },
);

test.each(['version', 'operating_system', 'arch', 'runtime', 'ci_name', 'actor'])(
  'each number of invocations opens its list: by %s',
  async (by) => {
    await world.withPage({}, async (page) => {
      // Whole days: the list and the page cover the same instants.
      const day = (ago: number) =>
        new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
      const range = `from=${day(14)}&to=${day(1)}&zone=Europe/Berlin`;
      await page.goto(`${world.url}/adoption?project=default&by=${by}&${range}`);
      await settle(page);
      const numbers = [
        ...(await linksOf(page, '[data-value] td:nth-child(4) a')),
        ...(await linksOf(page, '[data-value] td:nth-child(5) a')),
      ];
      expect(numbers.length).toBeGreaterThan(0);
      for (const { href, text } of numbers) {
        await page.goto(href);
        const total = page.getByTestId('list-total');
        await total.waitFor();
        expect(await total.getAttribute('data-total'), href).toBe(text);
      }
    });
  },
);
