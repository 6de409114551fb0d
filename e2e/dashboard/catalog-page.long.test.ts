import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CollectorProcess } from '../collector-process.js';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { findAccessibilityFaults, horizontalOverflow, settle } from './open-page.js';

let world: DashboardWorld;
let collector: CollectorProcess;

const long = `Deploy ${'with a very long name '.repeat(5)}Completed`.slice(0, 128);
const unbroken = 'Supercalifragilistic'.repeat(6);

beforeAll(async () => {
  world = await createDashboardWorld();
  collector = await world.startCollector('empty');
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
  await ingest('Cache Cleared', 'Cache Cleared', long, 'Cache Emptied', '$pageview', '$identify');
  const torch = (event: string) =>
    post('/ingest', { events: [{ event, insert_id: `torch ${event}` }], meta: { tool: 'torch' } });
  await torch('Lit');
  await post('/api/v1/projects/default', { undeclared: 'quarantine' }, 'PATCH');
  await ingest('Theme Chosen', 'Theme Chosen', unbroken);
  await post('/ingest', {
    events: [
      { event: 'Cache Cleared', insert_id: 'wide', properties: { [unbroken.slice(0, 60)]: 1 } },
      { event: 'Cache Cleared', insert_id: 'odd', properties: { colour: 'red' } },
      { event: '', insert_id: 'nameless' },
    ],
    meta: { tool: 'lantern' },
  });
  await torch('');

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
      await page.getByRole('button', { name: /^Show 2 events: Theme Chosen/ }).click();
      const dialog = page.getByRole('dialog');
      const event = dialog.locator('[data-quarantined-event]').first();
      await event.locator('summary').click();
      await event.getByText('"insert_id": "Theme Chosen').waitFor();
      await settle(page);
      await shoot(page, `${name}-events`);
      expect(await findAccessibilityFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }

  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${collector.url}/catalog`);
    await settle(page);
    const quarantined = page.locator('[data-quarantined]');
    const namesIn = (panel: string) =>
      page.getByRole('region', { name: panel, exact: true }).locator('[data-event]').count();
    // Groups are by field; events of clients are not mixed with those of the tool.
    expect(await page.locator('[data-field="properties.colour"]').textContent()).toContain(
      'property not declared: colour',
    );
    expect(await quarantined.count()).toBe(6);
    expect(await namesIn('Not declared')).toBe(2);
    expect(await namesIn('Defined by clients')).toBe(2);
    expect(await namesIn('Declared')).toBe(2);

    // Filters apply at once and are part of the address.
    expect(await page.getByRole('button', { name: 'Filter' }).count()).toBe(0);
    await page.getByLabel('Reason').selectOption('property not declared');
    await expect.poll(() => quarantined.count()).toBe(2);
    await page.reload();
    await settle(page);
    expect(await quarantined.count()).toBe(2);
    await page.getByLabel('Tool').selectOption('torch');
    await page.getByText('No quarantined events with this reason.').waitFor();
    await shoot(page, 'nothing');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Reason').selectOption('Any reason');
    await expect.poll(() => quarantined.count()).toBe(1);
    expect(new URL(page.url()).searchParams.has('code')).toBe(false);
    expect(complaints).toEqual([]);
  });

  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${collector.url}/catalog`);
    await settle(page);
    const eventsOf = (event: string) =>
      page.locator(`[data-event=${JSON.stringify(event)}]`).getAttribute('data-events');
    expect(await eventsOf('Cache Cleared')).toBe('2');
    expect(await page.locator('[data-event="Cache Emptied"]').getAttribute('data-declared')).toBe(
      'false',
    );

    await page.getByRole('button', { name: /^Replay 1 event: Cache Cleared, .* colour/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    const result = page.getByRole('status').filter({ hasText: 'stay quarantined' });
    await result.getByText('1 event: property not declared: colour').waitFor();
    await shoot(page, 'result');
    expect(await findAccessibilityFaults(page)).toEqual([]);

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
    await expect.poll(() => page.locator('[data-quarantined]').count()).toBe(4);

    await page.goto(`${collector.url}/settings/undeclared`);
    await settle(page);
    await page.getByRole('radio', { name: 'Stored and flagged' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await shoot(page, 'settings');
    expect(complaints).toEqual([]);
  });
});

test('an event opens to its properties, and flows list their steps', async () => {
  await post('/api/v1/projects/default', { undeclared: 'accept' }, 'PATCH');
  const plans = ['free', 'starter', 'pro', 'enterprise', 'unknown'];
  const none = { properties: {}, started: {}, completed: {}, aborted: {}, failed: {} };
  await post('/api/v1/catalogs', {
    catalog: {
      ...{ format: 1, tool: 'lantern', consent_version: 1, invocation_properties: {} },
      events: [
        {
          name: 'Theme Chosen',
          description: 'A theme was chosen in the settings.',
          properties: {
            plan: { type: 'enum', values: plans, description: 'Plan of the account' },
            files: { type: 'integer', min: 0, max: 5000, optional: true },
            [unbroken.slice(0, 60)]: { type: 'slug', pattern: '[a-z]{2}-[0-9]+' },
          },
        },
      ],
      flows: [
        {
          ...{ name: 'sign_in', title: 'Sign in', event_prefix: 'CLI Sign In', ...none },
          ...{ steps: ['browser', 'code', 'save'], reasons: ['declined'] },
          milestones: [
            { name: 'Browser Opened', step: 'browser', on_path: true, properties: {} },
            { name: 'Help Shown', step: 'code', on_path: false, properties: {} },
          ],
        },
      ],
    },
  });
  const chosen = (insert_id: string, properties: object) => ({
    ...{ event: 'Theme Chosen', insert_id, properties },
  });
  await post('/ingest', {
    events: [
      chosen('theme 1', { plan: 'pro', files: 3, colour: 'red' }),
      chosen('theme 2', { plan: 'free' }),
    ],
    meta: { tool: 'lantern' },
  });

  await world.withPage({}, async (page, { complaints }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/v1/catalog/events/')) asked.push(request.url());
    });
    await page.goto(`${collector.url}/catalog?tool=lantern`);
    await settle(page);
    expect(asked).toEqual([]);
    const button = page.getByRole('button', { name: 'Properties of Theme Chosen' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const properties = page.locator('[data-properties-of="Theme Chosen"]');
    await properties.locator('table').waitFor();
    expect(await properties.innerText()).toContain('A theme was chosen in the settings.');
    const row = (name: string) => properties.locator(`tr[data-property="${name}"]`);
    const seen = (name: string) => row(name).locator('[data-seen]').getAttribute('data-seen');
    expect(await row('plan').innerText()).toMatch(/one of a list\s*required/);
    expect(await row('plan').innerText()).toContain('free, starter, pro');
    expect(await row('files').innerText()).toMatch(/integer\s*optional\s*0 to 5,000/);
    expect([await seen('plan'), await seen('files'), await seen('colour')]).toEqual([
      ...['2', '1', '1'],
    ]);
    expect(await row('colour').getAttribute('data-undeclared')).not.toBeNull();
    expect(await row('plan').getAttribute('data-undeclared')).toBeNull();
    expect(asked).toHaveLength(1);

    const flow = page.locator('[data-declared-flow="sign_in"]');
    expect(await flow.locator('li').allInnerTexts()).toEqual([
      ...['browser\nBrowser Opened', 'code\nHelp Shown (side exit)', 'save'],
    ]);
    expect(await flow.innerText()).toContain('declined');
    for (const width of [1920, 1024, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        await shoot(page, `properties-${width}-${colorScheme}`);
        expect(await horizontalOverflow(page), `${width}`).toBe(0);
        expect(await findAccessibilityFaults(page)).toEqual([]);
      }
    }

    await page.setViewportSize({ width: 1440, height: 900 });
    await row('plan').getByRole('link').click();
    await page.waitForURL(/\/events\/Theme%20Chosen\?.*by=plan/);
    await page.getByText('pro', { exact: true }).first().waitFor();
    await page.goBack();
    await flow.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
