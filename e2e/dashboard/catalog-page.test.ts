import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CollectorProcess } from '../collector-process.js';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { findAccessibilityFaults, settle } from './open-page.js';

let world: DashboardWorld;
let collector: CollectorProcess;

const long = `Deploy ${'with a very long name '.repeat(5)}Completed`.slice(0, 128);
const unbroken = 'Supercalifragilistic'.repeat(6);

beforeAll(async () => {
  world = await createDashboardWorld();
  collector = await world.startEmptyCollector();
});
afterAll(() => world.close());

async function post(path: string, body: object, method = 'POST') {
  const response = await fetch(`${collector.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

const push = (...events: string[]) =>
  post('/api/v1/catalogs', {
    catalog: {
      ...{ format: 1, tool: 'lantern', consent_version: 1, invocation_properties: {}, flows: [] },
      events: events.map((name) => ({ name, properties: {} })),
    },
  });

const ingest = (...names: string[]) =>
  post('/ingest', {
    events: names.map((event, index) => ({ event, insert_id: `${event.slice(0, 90)} ${index}` })),
    meta: { tool: 'lantern' },
  });

/** For people who look at the page: set SONDE_SCREENSHOTS to a directory. */
async function shoot(page: Page, name: string): Promise<void> {
  const directory = process.env.SONDE_SCREENSHOTS;
  if (directory === undefined) return;
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true });
}

test('without events, the page says how to send one', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${collector.url}/catalog`);
    await settle(page);
    await shoot(page, 'empty');
    expect(complaints).toEqual([]);
  });
});

test('undeclared events are listed, quarantined, replayed after a repair, and dropped', async () => {
  await push('Cache Cleared', long);
  await ingest('Cache Cleared', 'Cache Cleared', long, 'Cache Emptied');
  await post('/api/v1/projects/default', { undeclared: 'quarantine' }, 'PATCH');
  await ingest('Theme Chosen', 'Theme Chosen', unbroken);

  for (const [name, options] of [
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
  ] as const) {
    await world.withPage(options, async (page, { complaints }) => {
      await page.goto(`${collector.url}/catalog`);
      await settle(page);
      await page.locator('[data-quarantined="Theme Chosen"]').waitFor();
      await shoot(page, name);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      expect(await findAccessibilityFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }

  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${collector.url}/catalog`);
    await settle(page);
    const declared = page.locator('[data-declared=true]');
    const eventsOf = (event: string) =>
      page.locator(`[data-event=${JSON.stringify(event)}]`).getAttribute('data-events');
    expect(await declared.count()).toBe(2);
    expect(await eventsOf('Cache Cleared')).toBe('2');
    expect(await page.locator('[data-event="Cache Emptied"]').getAttribute('data-declared')).toBe(
      'false',
    );

    await push('Cache Cleared', long, 'Theme Chosen');
    await page.getByRole('button', { name: /^Replay 2 events: Theme Chosen/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 events in this range').waitFor();
    await shoot(page, 'confirm');
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await page.getByText('2 events stored, 0 stay quarantined.').waitFor();
    await page.locator('[data-event="Theme Chosen"][data-events="2"]').waitFor();

    await page.getByRole('button', { name: /^Drop 1 event: Super/ }).click();
    await dialog.getByRole('button', { name: 'Drop for good' }).click();
    await page.getByText('1 event dropped.').waitFor();
    await expect.poll(() => page.locator('[data-quarantined]').count()).toBe(0);

    await page.goto(`${collector.url}/settings/undeclared`);
    await settle(page);
    await page.getByRole('radio', { name: 'Stored and flagged' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await shoot(page, 'settings');
    expect(complaints).toEqual([]);
  });
});
