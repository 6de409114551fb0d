import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import {
  findAccessibilityFaults,
  horizontalOverflow,
  openPage,
  settle,
  type WatchedPage,
} from './open-page.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-forwarders-'));
let collector: CollectorProcess;

/** Longer than a phone is wide, without a place to break. */
const long = `archive-${'of-everything-'.repeat(6)}2026`.slice(0, 63);
const longEvent = 'Supercalifragilistic'.repeat(6);

/** Status by the first part of the path: what each webhook answers. */
const statuses: Record<string, number> = { stored: 204, refused: 422, busy: 503, unknown: 401 };
const destination = createServer((request, response) => {
  request.resume().on('end', () => {
    const status = statuses[(request.url ?? '').slice(1)] ?? 404;
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(status === 422 ? 'The field "weight" must be a number. '.repeat(4) : undefined);
  });
});

beforeAll(async () => {
  destination.listen(0, '127.0.0.1');
  await once(destination, 'listening');
  const { port } = destination.address() as AddressInfo;
  writeFileSync(join(directory, 'key'), 'secret');
  const webhook = (path: string) => ({
    ...{ type: 'webhook', key_file: 'key', endpoint: `http://127.0.0.1:${port}/${path}` },
    batch: { events: 1 },
  });
  const config = join(directory, 'sonde.json');
  const forwarders = {
    ...{ [long]: webhook('stored'), refusing: webhook('refused') },
    ...{ busy: webhook('busy'), 'wrong-key': webhook('unknown') },
  };
  writeFileSync(config, JSON.stringify({ forwarders }));
  mkdirSync(join(directory, 'data'), { mode: 0o700 });
  collector = await createCollectorProcess({
    dataDirectory: join(directory, 'data'),
    args: ['--config', config],
  });
  await collector.start();
  const response = await fetch(`${collector.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: ['Boiled', longEvent, 'Poured'].map((event, index) => ({
        ...{ event, insert_id: `sent-${index}`, invocation_id: 'one', sequence: index + 1 },
        properties: { weight: 'heavy' },
      })),
    }),
  });
  expect(response.status).toBe(202);
});
afterAll(async () => {
  await collector?.stop();
  destination.close();
  rmSync(directory, { recursive: true, force: true });
});

async function withPage(
  options: Parameters<typeof openBrowser>[0],
  use: (page: Page, watched: WatchedPage) => Promise<void>,
): Promise<void> {
  const browser = await openBrowser(options);
  try {
    const watched = await openPage(browser.context, collector.url);
    await watched.page.goto(`${collector.url}/settings/forwarders`);
    await settle(watched.page);
    await use(watched.page, watched);
    expect(watched.complaints).toEqual([]);
    expect(watched.foreignRequests).toEqual([]);
  } finally {
    await browser.close();
  }
}

/** For people who look at the page: set SONDE_SCREENSHOTS to a directory. */
async function shoot(page: Page, name: string): Promise<void> {
  const to = process.env.SONDE_SCREENSHOTS;
  if (to !== undefined) {
    await page.screenshot({ path: join(to, `forwarders-${name}.png`), fullPage: true });
  }
}

const stateOf = (page: Page, id: string) =>
  page.locator(`[data-forwarder="${id}"]`).getAttribute('data-state');

test.each([
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 } }],
] as const)('the page shows lag, failures and dead letters: %s', async (name, options) => {
  await withPage(options, async (page) => {
    // The page loads its figures again by itself.
    await expect.poll(() => stateOf(page, 'busy')).toBe('retrying');
    await expect.poll(() => stateOf(page, 'wrong-key')).toBe('failing');
    await page.getByRole('button', { name: 'Show dead letters of refusing' }).waitFor();
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await shoot(page, name);
    await page.getByRole('button', { name: 'Show dead letters of refusing' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('must be a number').first().waitFor();
    await settle(page);
    expect(await horizontalOverflow(page)).toBe(0);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await shoot(page, `dead-letters-${name}`);
  });
});

test('forwarders are paused and resumed, backfilled, and dead letters replayed and dropped', async () => {
  await withPage({}, async (page) => {
    await page.getByRole('button', { name: `Pause ${long}` }).click();
    await expect.poll(() => stateOf(page, long)).toBe('paused');
    await page.getByRole('button', { name: `Resume ${long}` }).click();
    await expect.poll(() => stateOf(page, long)).not.toBe('paused');

    await page.getByRole('button', { name: `Backfill ${long}` }).click();
    const dialog = page.getByRole('dialog');
    await shoot(page, 'backfill');
    // The calendar's last day that can be chosen is today.
    await dialog.locator('td button:not([disabled])').last().click();
    await dialog.getByRole('button', { name: /^Send / }).click();
    await page.locator('[data-testid=backfill][data-state=finished]').waitFor();
    await page.getByText('finished: 3 events').waitFor();
    await shoot(page, 'backfilled');

    statuses.refused = 204;
    await page.getByRole('button', { name: 'Show dead letters of refusing' }).click();
    await dialog.locator('[data-dead-letter="sent-0"]').getByText('Drop').click();
    await dialog.getByRole('button', { name: /^Drop/ }).click();
    await expect.poll(() => dialog.locator('[data-dead-letter]').count()).toBe(2);
    await dialog.getByRole('button', { name: 'Replay all' }).click();
    await dialog.getByText('There are none any more.').waitFor();
  });
});
