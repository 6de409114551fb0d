import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvocationPage } from '@sonde/analytics';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { awkwardEvents, longCommand } from './awkward-events.js';
import { findAccessibilityFaults, horizontalOverflow, openPage, settle } from './open-page.js';
import { postEvents } from './post-events.js';
import { recordEvents } from './recorded-events.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-dashboard-'));
const undeclaredFlow = '<b>undeclared</b> & "flow"';

let collector: CollectorProcess;
let pages: { name: string; path: string; title: RegExp }[];

beforeAll(async () => {
  collector = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  await collector.start();
  const now = Date.now();
  await postEvents(collector.url, [
    ...[...recordEvents({ invocations: 400, now })].flat(),
    ...awkwardEvents(now),
  ]);
  const idOf = async (query: string) => {
    const answer = await fetch(`${collector.url}/api/v1/invocations?limit=1&${query}`);
    const { invocations } = (await answer.json()) as { invocations: { invocation_id: string }[] };
    return invocations[0]!.invocation_id;
  };
  pages = [
    { name: 'overview', path: '/', title: /^Overview/ },
    { name: 'flows', path: '/flows', title: /^Flows/ },
    { name: 'flow', path: '/flows/application_create', title: /^Create an application/ },
    {
      name: 'undeclared flow',
      path: `/flows/${encodeURIComponent(undeclaredFlow)}`,
      title: /undeclared/,
    },
    {
      name: 'invocations',
      path: '/invocations?flow=application_create&flow_outcome=failed',
      title: /^Invocations/,
    },
    {
      name: 'invocation',
      path: `/invocations/${await idOf(`command=${encodeURIComponent(longCommand)}`)}`,
      title: /^orbit application environment/,
    },
    {
      name: 'invocation with a gap',
      path: `/invocations/${await idOf(`flow=${encodeURIComponent(undeclaredFlow)}`)}`,
      title: /^<script>/,
    },
    { name: 'no such flow', path: '/flows/nope', title: /^nope/ },
    { name: 'no such page', path: '/nope', title: /^No such page/ },
    { name: 'nothing in range', path: '/?from=2024-01-01&to=2024-01-02', title: /^Overview/ },
  ];
});
afterAll(async () => {
  await collector.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function withPage(
  options: Parameters<typeof openBrowser>[0],
  use: (page: Page, watched: Awaited<ReturnType<typeof openPage>>) => Promise<void>,
): Promise<void> {
  const browser = await openBrowser(options);
  try {
    const watched = await openPage(browser.context, collector.url);
    await use(watched.page, watched);
  } finally {
    await browser.close();
  }
}

describe.each([
  { colorScheme: 'light' as const, viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark' as const, viewport: { width: 1440, height: 900 } },
  { colorScheme: 'light' as const, viewport: { width: 375, height: 800 } },
  { colorScheme: 'dark' as const, viewport: { width: 375, height: 800 } },
  { colorScheme: 'light' as const, viewport: { width: 1920, height: 1080 } },
])('$colorScheme at $viewport.width px', (options) => {
  test('every page is accessible, fits its window, and complains of nothing', async () => {
    await withPage(options, async (page, { complaints, foreignRequests }) => {
      for (const { name, path, title } of pages) {
        await page.goto(`${collector.url}${path}`);
        await settle(page);
        expect(await page.title(), name).toMatch(title);
        expect(await horizontalOverflow(page), name).toBe(0);
        expect(await findAccessibilityFaults(page), name).toEqual([]);
        // An unknown flow is answered with 404, which the browser reports by itself.
        const own = complaints.splice(0).filter((text) => !/status of 404/.test(text));
        expect(own, name).toEqual([]);
      }
      expect(foreignRequests).toEqual([]);
    });
  });
});

test('numbers open lists of as many flow runs and invocations', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${collector.url}/flows/application_create`);
    await settle(page);
    const numbers = await page
      .locator('main [data-runs] > a, main [data-stage] > a')
      .evaluateAll((links) =>
        links.map((link) => ({
          href: (link as HTMLAnchorElement).href,
          runs: (link.parentElement?.dataset.runs ?? link.parentElement?.dataset.reached) as string,
          text: link.textContent ?? '',
        })),
      );
    expect(numbers.length).toBeGreaterThan(25);
    // The address of a list asks the same as the same parameters of the API, and the API is quicker.
    for (const { href, runs, text } of numbers) {
      expect(text.replaceAll(',', ''), href).toContain(runs);
      const answer = await fetch(href.replace('/invocations?', '/api/v1/invocations?limit=1&'));
      expect(((await answer.json()) as InvocationPage).flow_runs, href).toBe(Number(runs));
    }
    for (const kind of ['[data-stage="step:terms"] > a', '[data-stop]:not([data-runs="0"]) > a']) {
      const element = page.locator(`main ${kind}`).first();
      const runs = await element.evaluate(
        ({ parentElement: { dataset } }: HTMLElement & { parentElement: HTMLElement }) =>
          dataset.runs ?? dataset.reached,
      );
      await element.click();
      const total = page.getByTestId('list-total');
      await total.waitFor();
      expect(await total.getAttribute('data-flow-runs'), kind).toBe(runs);
      await page.goBack();
      await settle(page);
    }

    await page.goto(`${collector.url}/`);
    await settle(page);
    const endings = await page.locator('[data-status] > a').evaluateAll((links) =>
      links.map((link) => ({
        href: (link as HTMLAnchorElement).href,
        count: link.parentElement?.dataset.invocations as string,
      })),
    );
    expect(endings).toHaveLength(5);
    for (const { href, count } of endings) {
      await page.goto(href);
      const total = page.getByTestId('list-total');
      await total.waitFor();
      expect(await total.getAttribute('data-total'), href).toBe(count);
    }
  });
});

test('range and filters live in the address, go along, and can be taken back', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${collector.url}/`);
    await settle(page);
    await page.getByRole('button', { name: 'Range: Last 30 days' }).click();
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.waitForURL(`${collector.url}/?range=7d`);

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('button', { name: 'Version' }).click();
    await page.getByRole('checkbox', { name: '1.5.0' }).click();
    await page.waitForURL(`${collector.url}/?range=7d&version=1.5.0`);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Flows' }).click();
    await page.waitForURL(`${collector.url}/flows?range=7d&version=1.5.0`);
    await page.getByRole('link', { name: 'Create an application' }).click();
    await page.waitForURL(/\/flows\/application_create\?range=7d&version=1\.5\.0/);
    await page.waitForSelector('[data-stage="completed"]');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

    await page.reload();
    await page.getByRole('button', { name: 'Remove Version: 1.5.0' }).click();
    await page.waitForURL(`${collector.url}/flows/application_create?range=7d`);
    await page.goBack();
    await page.waitForURL(/version=1\.5\.0/);

    await page.goto(
      `${collector.url}/invocations?flow=application_create&flow_reason=cancelled&status=failed`,
    );
    await page.getByRole('button', { name: 'Remove Reason: cancelled' }).click();
    await page.waitForURL(`${collector.url}/invocations?status=failed&flow=application_create`);
    await page.getByRole('button', { name: 'Remove Flow: Create an application' }).click();
    await page.waitForURL(`${collector.url}/invocations?status=failed`);
  });
});

test('the list goes on page by page, without a repeat', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${collector.url}/invocations`);
    const total = Number(await page.getByTestId('list-total').getAttribute('data-total'));
    const more = page.getByRole('button', { name: 'Show more' });
    const rows = page.locator('[data-invocation]');
    await rows.first().waitFor();
    while (await more.isVisible()) {
      const before = await rows.count();
      await more.click();
      await page.waitForFunction(
        (count) => document.querySelectorAll('[data-invocation]').length > count,
        before,
      );
    }
    const ids = await rows.evaluateAll((all) =>
      all.map((row) => row.getAttribute('data-invocation')),
    );
    expect(ids).toHaveLength(total);
    expect(new Set(ids).size).toBe(total);
  });
});

test('an invocation shows its events in order, its gap, its runs, and each event as stored', async () => {
  await withPage({}, async (page) => {
    await page.goto(
      `${collector.url}${pages.find(({ name }) => name === 'invocation with a gap')!.path}`,
    );
    await settle(page);
    const sequences = await page
      .locator('[data-sequence]')
      .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-sequence'))));
    expect(sequences).toEqual([1, 2, 4, 5]);
    expect(await page.locator('[data-gap]').innerText()).toContain(
      '1 event not arrived (sequence 3)',
    );
    await page.getByRole('button', { name: 'Undeclared Aborted' }).click();
    const raw = await page.getByRole('region', { name: 'Event 4 as JSON' }).innerText();
    expect(JSON.parse(raw)).toMatchObject({ event: 'Undeclared Aborted', sequence: 4 });

    await page.goto(`${collector.url}${pages.find(({ name }) => name === 'invocation')!.path}`);
    await settle(page);
    expect(await page.locator('[data-flow-run]').count()).toBe(2);
  });
});

test('keyboard alone reaches content, range and numbers', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${collector.url}/flows/application_create`);
    await settle(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Range: Last 30 days',
    );
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Last 24 hours' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Range: Last 30 days',
    );
    await page.locator('[data-stage="started"] > a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/invocations\?flow=application_create&flow_reached=started/);
  });
});

test.each(['light', 'dark'] as const)(
  'what opens on demand is accessible too: %s',
  async (colorScheme) => {
    await withPage({ colorScheme }, async (page, { complaints }) => {
      const check = async (what: string) => {
        await settle(page);
        expect(await findAccessibilityFaults(page), what).toEqual([]);
      };
      await page.goto(`${collector.url}/?range=24h&version=1.5.0`);
      await settle(page);
      await page.getByRole('button', { name: 'Show as a table' }).click();
      await check('table');
      await page.getByRole('button', { name: 'Range: Last 24 hours' }).click();
      await page.getByRole('button', { name: 'Month before' }).waitFor();
      await check('range');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('button', { name: 'Command' }).waitFor();
      await check('filters');
      await page.getByRole('button', { name: 'Command' }).click();
      await page.getByRole('checkbox').first().waitFor();
      await check('values');
      await page.goto(`${collector.url}${pages.find(({ name }) => name === 'invocation')!.path}`);
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

test('the chosen colours stay, without a flash of the others', async () => {
  await withPage({ colorScheme: 'light' }, async (page) => {
    await page.goto(`${collector.url}/`);
    await page.getByRole('button', { name: 'Colours: As the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.goto(`${collector.url}/flows`, { waitUntil: 'commit' });
    await page.waitForSelector('html[data-mantine-color-scheme]', { state: 'attached' });
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  });
});

test('an error says what happened, what to do and its code, and can be tried again', async () => {
  await withPage({}, async (page) => {
    await page.route('**/api/v1/overview*', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          title: 'The question needs more memory than the store may use.',
          action: 'Ask for a shorter range of dates.',
          code: 'query_too_large',
        }),
      }),
    );
    await page.goto(`${collector.url}/`);
    const shown = page.getByTestId('error-state');
    await shown.waitFor();
    const text = await shown.innerText();
    expect(text).toContain('The question needs more memory than the store may use.');
    expect(text).toContain('Ask for a shorter range of dates.');
    expect(text).toContain('query_too_large');
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.unroute('**/api/v1/overview*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('How invocations ended').first().waitFor();
  });
});

test('what is shown stays, and says that it is not current, while the collector is away', async () => {
  await withPage({}, async (page) => {
    await page.goto(`${collector.url}/flows/application_create`);
    await settle(page);
    await page.route('**/api/**', (route) => route.abort());
    await page.getByText('Not current').waitFor({ timeout: 40_000 });
    expect(await page.locator('[data-stage="started"]').isVisible()).toBe(true);
    await page.unroute('**/api/**');
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 40_000 });
  });
});

test('the code of the first page is small, and charts come only where they are drawn', async () => {
  await withPage({}, async (page) => {
    const bytes = new Map<string, number>();
    page.on('response', async (response) => {
      if (!response.url().endsWith('.js')) return;
      const { gzipSync } = await import('node:zlib');
      bytes.set(response.url(), gzipSync(await response.body()).length);
    });
    await page.goto(`${collector.url}/flows/application_create`);
    await settle(page);
    await page.waitForLoadState('networkidle');
    const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(260_000);
    expect([...bytes.keys()].filter((url) => url.includes('time-chart'))).toEqual([]);
  });
});

test('a collector that has received nothing says how to send the first event, and shows it', async () => {
  const empty = await createCollectorProcess({ dataDirectory: join(directory, 'empty') });
  await empty.start();
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
    await page.locator('[data-invocation]').waitFor({ timeout: 40_000 });
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await empty.stop();
  }
});
