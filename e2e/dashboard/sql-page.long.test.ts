import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { findFaultsOfLooks, settle, untilFocused } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'SQL query' });

/** Opens the page over all of the world's events. */
async function open(page: Page, query?: string): Promise<void> {
  const search = query === undefined ? '' : `&query=${encodeURIComponent(query)}`;
  await page.goto(`${world.url}/sql?range=90d${search}`);
  await editorOf(page).waitFor();
  await settle(page);
}

/** Replaces the query and runs it with the keyboard. */
async function run(page: Page, query: string): Promise<void> {
  await editorOf(page).press('Control+a');
  await page.keyboard.insertText(query);
  await editorOf(page).press('Control+Enter');
  await page.waitForURL((url) => url.searchParams.get('query') === query);
  await settle(page);
}

/** The texts of the shown rows. */
const rowsOf = (page: Page): Promise<string[][]> =>
  page
    .locator('tr[data-row]')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)),
    );

async function readApi(path: string, parameters: Record<string, string> = {}) {
  const from = new Date(Date.now() - 90 * 86_400_000).toISOString();
  const answer = await fetch(`${world.url}${path}?${new URLSearchParams({ from, ...parameters })}`);
  return answer.json();
}

test('a query is completed, run with the keyboard, and opened again by its address', async () => {
  await world.withPage({}, async (page, { complaints, foreignRequests }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname === '/api/v1/sql') asked.push(request.url());
    });
    await open(page);
    expect(await editorOf(page).innerText()).toContain('FROM invocations');
    expect(await page.locator('[data-view]').count()).toBe(3);
    await page.locator('[data-view=invocations] summary').click();
    await page.locator('[data-view=invocations]').getByText('duration_ms').waitFor();
    expect(await findFaultsOfLooks(page)).toEqual([]);
    expect(asked).toEqual([]);

    await editorOf(page).fill('');
    await editorOf(page).pressSequentially('SELECT comm');
    await page.getByRole('option', { name: /^command/ }).click();
    await editorOf(page).pressSequentially(', count() AS runs FROM invocations GROUP BY ALL');
    await editorOf(page).press('Escape');
    await editorOf(page).press('Tab');
    await untilFocused(page, 'Run');
    const query = 'SELECT command, count() AS runs FROM invocations GROUP BY command';
    await run(page, query);
    const { commands } = await readApi('/api/v1/commands');
    const expected = new Map<string, number>();
    for (const { command, invocations } of commands) {
      expected.set(command, (expected.get(command) ?? 0) + invocations);
    }
    const rows = await rowsOf(page);
    expect(new Map(rows.map(([command = '', runs]) => [command, Number(runs)]))).toEqual(expected);
    const result = page.getByRole('region', { name: 'Result', exact: true });
    await result.getByText(new RegExp(`^${rows.length} rows in \\d+ m?s`)).waitFor();
    expect(asked).toHaveLength(1);

    await world.withPage({}, async (other) => {
      await other.goto(page.url());
      await other.locator('tr[data-row]').first().waitFor();
      expect(await editorOf(other).innerText()).toBe(query);
      expect((await rowsOf(other)).toSorted()).toEqual(rows.toSorted());
    });
    expect(complaints).toEqual([]);
    expect(foreignRequests).toEqual([]);
  });
});

test('examples run', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await open(page);
    const examples = page.getByRole('heading', { name: 'Examples' }).locator('..');
    const labels = await examples.getByRole('button').allInnerTexts();
    expect(labels.length).toBeGreaterThan(2);
    for (const label of labels) {
      await examples.getByRole('button', { name: label }).click();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      const query = await editorOf(page).innerText();
      await page.waitForURL((url) => url.searchParams.get('query') === query);
      await settle(page);
      await page.locator('main [aria-busy=false] tr[data-row]').first().waitFor();
      expect(await page.getByRole('alert').count(), label).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});

test('an error shows its words, and its place in the query', async () => {
  await world.withPage({}, async (page) => {
    await open(page);
    const query = 'SELECT count()\nFROM users';
    const { code, detail } = await readApi('/api/v1/sql', { query });
    expect(code).toBe('sql_invalid');
    await run(page, query);
    const note = page.locator('[data-code=sql_invalid]');
    await note.waitFor();
    expect(await note.innerText()).toContain(detail);
    expect(await page.locator('.cm-error-place').innerText()).toBe('users');
    expect(await findFaultsOfLooks(page)).toEqual([]);

    await editorOf(page).press('Control+End');
    await editorOf(page).pressSequentially('!');
    await page.locator('.cm-error-place').waitFor({ state: 'detached' });
    await run(page, "SELECT command FROM invocations WHERE command = 'nope'");
    await page.getByTestId('no-rows').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await findFaultsOfLooks(page)).toEqual([]);
  });
});

test('many rows are shown page by page, saved whole, and open their invocations', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await open(
      page,
      'SELECT invocation_id, event, time, properties FROM events ORDER BY time, sequence',
    );
    const shown = await rowsOf(page);
    expect(shown).toHaveLength(200);
    const [, total = ''] =
      /1–200 of ([\d,]+)/.exec(await page.getByRole('navigation', { name: 'Rows' }).innerText()) ??
      [];
    expect(await findFaultsOfLooks(page)).toEqual([]);

    await page.getByRole('button', { name: 'Download: SQL result' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('sql-result.csv');
    const csv = String(await buffer(await download.createReadStream())).split('\r\n');
    expect(csv[0]).toBe('invocation_id,event,time,properties');
    // The head, and the end of the last line.
    expect(csv).toHaveLength(Number(total.replaceAll(',', '')) + 2);
    expect(csv[1]?.startsWith(`${shown[0]?.[0]},`)).toBe(true);

    await page.getByRole('button', { name: 'Next' }).click();
    await page.locator('tr[data-row="200"]').waitFor();
    const link = page.locator('tr[data-row="200"] a');
    let id = await link.innerText();
    expect(csv[201]?.startsWith(`${id},`)).toBe(true);

    // All rows are sorted, not only those of the page.
    const column = csv.slice(1, -1).map((line) => line.split(',')[0] ?? '');
    await page.getByRole('button', { name: 'invocation_id', exact: true }).click();
    await page.locator('tr[data-row="0"]').waitFor();
    const first = page.locator('tr[data-row="0"] a');
    expect(await first.innerText()).toBe(
      [...column].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))[0],
    );
    await page.getByRole('button', { name: 'Next' }).click();
    await link.waitFor();
    id = await link.innerText();
    await link.click();
    await page.waitForURL((url) => url.pathname === `/invocations/${id}`);
    await page.getByRole('heading', { name: 'Base properties' }).waitFor();

    await page.goBack();
    await page.locator('tr[data-row="0"]').waitFor();
    expect(complaints).toEqual([]);
  });
});

test('a query is saved as a view', async () => {
  await world.withPage({}, async (page) => {
    const query = `SELECT command, count() AS runs FROM invocations GROUP BY command -- ${'long '.repeat(40)}`;
    await open(page, query);
    await page.getByRole('button', { name: 'Save this view' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Runs of commands');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Home' }).click();
    const card = page.locator('[data-view="Runs of commands"]');
    await card.waitFor();
    expect(await card.innerText()).toMatch(
      /SQL · Last 90 days · query: SELECT command, count\(\) AS runs FROM .*…/,
    );
    await card.getByRole('link', { name: 'Runs of commands' }).click();
    await page.locator('tr[data-row]').first().waitFor();
    expect(await editorOf(page).innerText()).toBe(query);
  });
});
