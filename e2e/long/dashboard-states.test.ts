import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { createDashboardWorld, type DashboardWorld } from '../dashboard/dashboard-world.js';
import { findAccessibilityFaults, openPage, settle } from '../dashboard/open-page.js';
import { postEvents } from '../dashboard/post-events.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

test('the chosen colour scheme stays, without a flash of the other', async () => {
  await world.withPage({ colorScheme: 'light' }, async (page) => {
    await page.goto(`${world.url}/`);
    await page.getByRole('button', { name: 'Colours: Same as the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.goto(`${world.url}/flows`, { waitUntil: 'commit' });
    await page.waitForSelector('html[data-mantine-color-scheme]', { state: 'attached' });
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  });
});

test('an error shows what happened, what to do and its code, and offers a retry', async () => {
  await world.withPage({}, async (page) => {
    await page.route('**/api/v1/overview*', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          title: 'The query needs more memory than the store may use.',
          action: 'Ask for a shorter range of dates.',
          code: 'query_too_large',
        }),
      }),
    );
    await page.goto(`${world.url}/`);
    const shown = page.getByTestId('error-state');
    await shown.waitFor();
    const text = await shown.innerText();
    expect(text).toContain('The query needs more memory than the store may use.');
    expect(text).toContain('Ask for a shorter range of dates.');
    expect(text).toContain('query_too_large');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.unroute('**/api/v1/overview*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('How invocations ended').first().waitFor();
  });
});

test('while the collector is down, data stays and is marked as not current', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/flows/application_create`);
    await settle(page);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText('Not current').waitFor();
    expect(await page.locator('[data-stage="started"]').isVisible()).toBe(true);
    await page.unroute('**/api/**');
    await page.getByText('Live', { exact: true }).waitFor();
  });
});

test.each([
  { path: '/', limit: 350_000, hasCharts: true },
  { path: '/flows', limit: 260_000, hasCharts: false },
  { path: '/sql', limit: 350_000, hasCharts: false },
])('the code of $path is small, and charts are loaded only when needed', async (expected) => {
  await world.withPage({}, async (page) => {
    const bytes = new Map<string, number>();
    page.on('response', async (response) => {
      if (!response.url().endsWith('.js')) return;
      bytes.set(response.url(), gzipSync(await response.body()).length);
    });
    await page.goto(`${world.url}${expected.path}`);
    await settle(page);
    await page.waitForLoadState('networkidle');
    const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(expected.limit);
    const charts = [...bytes.keys()].filter((url) => url.includes('time-chart'));
    expect(charts).toHaveLength(expected.hasCharts ? 1 : 0);
  });
});

test('a collector without events explains how to send the first one, and shows it', async () => {
  const empty = await world.startCollector('empty');
  const browser = await openBrowser({});
  try {
    const { page, complaints } = await openPage(browser.context, empty.url);
    for (const path of ['/', '/flows', '/invocations']) {
      await page.goto(`${empty.url}${path}`);
      const shown = page.getByTestId('empty-no-events');
      await shown.waitFor();
      const text = await shown.innerText();
      expect(text).toContain('npm start -- --demo');
      expect(text).toContain(`ORBIT_TELEMETRY_ENDPOINT=${empty.url}`);
      expect(text).toContain(`curl -X POST ${empty.url}/ingest`);
      expect(await findAccessibilityFaults(page)).toEqual([]);
    }
    await postEvents(empty.url, [{ event: 'Command Invoked', properties: { command: 'hello' } }]);
    await page.locator('[data-invocation]').waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
  }
});
