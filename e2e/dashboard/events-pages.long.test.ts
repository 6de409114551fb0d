import type { InvocationPage } from '@sonde/analytics';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { settle } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

/** The numbers of the lines that match, with the lists that they open. */
async function readLines(page: Page, lines: string) {
  return page.locator(lines).evaluateAll((rows) =>
    rows.map((row) => {
      const read = (count: string) => {
        const cell = row.querySelector(`[data-count=${count}]`);
        return {
          number: Number((cell?.textContent ?? '').replaceAll(',', '')),
          href: cell?.querySelector('a')?.getAttribute('href') ?? null,
        };
      };
      return { events: read('events'), invocations: read('invocations') };
    }),
  );
}

/** A list's URL and the API have the same parameters, and the API is faster. */
async function readList(href: string) {
  const response = await fetch(`${world.url}/api/v1${href}&limit=1`);
  const { total, matching_events } = (await response.json()) as InvocationPage;
  return { events: matching_events, invocations: total };
}

/** The same range for pages and the API. */
const range = `from=${new Date(Date.now() - 20 * 86_400_000).toISOString()}&to=${new Date(Date.now() + 60_000).toISOString()}`;

/** Opens the list behind each line, and compares. Returns how many were compared. */
async function compareWithLists(page: Page, lines: string): Promise<number> {
  const found = await readLines(page, lines);
  let compared = 0;
  for (const { events, invocations } of found) {
    expect(events.href).toBe(invocations.href);
    if (events.href === null) {
      expect([events.number, invocations.number]).toEqual([0, 0]);
      continue;
    }
    expect(await readList(events.href), events.href).toEqual({
      events: events.number,
      invocations: invocations.number,
    });
    compared += 1;
  }
  return compared;
}

test('each number of the list of events opens as many events and invocations', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/events?cli_context=human&${range}`);
    await settle(page);
    expect(await compareWithLists(page, '[data-event]')).toBeGreaterThan(8);
    expect(complaints).toEqual([]);
  });
});

test('each number of one event opens its list, for values of every kind', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    for (const [event, by] of [
      ['Command Completed', 'duration_ms'],
      ['Command Completed', 'succeeded'],
      ['Command Completed', 'error_class'],
      ['Command Invoked', 'version'],
      ['Command Invoked', 'flags'],
      ['Command Invoked', 'command'],
    ] as const) {
      await page.goto(`${world.url}/events/${encodeURIComponent(event)}?by=${by}&${range}`);
      await settle(page);
      expect(await page.getByLabel('Property', { exact: true }).inputValue()).toBe(by);
      expect(await compareWithLists(page, '[data-condition]'), by).toBeGreaterThan(0);
    }
    expect(complaints).toEqual([]);
  });
});

test('a list says which event it is about; its condition can be removed', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/events`);
    await settle(page);
    await page.locator('[data-event="Command Completed"] th a').click();
    await page.getByRole('heading', { name: 'Command Completed' }).waitFor();
    await page.getByLabel('Property', { exact: true }).selectOption('succeeded');
    const line = page.locator('[data-condition="succeeded:true"]');
    const events = await line.locator('[data-count=events]').innerText();
    await line.getByRole('link').first().click();
    const total = page.getByTestId('list-total');
    await total.waitFor();
    expect(await total.getAttribute('data-matching-events')).toBe(events.replace(',', ''));
    await page.getByRole('button', { name: 'Remove succeeded: true' }).click();
    await page.waitForURL((url) => !url.searchParams.has('property'));
    expect(new URL(page.url()).searchParams.get('event')).toBe('Command Completed');
  });
});

test('declared events are distinguished from undeclared ones', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/events/Nothing%20Like%20This`);
    await settle(page);
    await page.getByTestId('empty-range').waitFor();
    expect(await page.getByText('not declared').count()).toBe(1);
  });
});
