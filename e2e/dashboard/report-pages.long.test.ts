import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { addDays, type Overview } from '@sonde/analytics';
import { someOf } from '@sonde/test-share';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld, troubles } from './dashboard-world.js';
import { findAccessibilityFaults, settle } from './open-page.js';
import { postEvents } from './post-events.js';
import { releaseEvents } from './release-events.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-saved-'));
let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
  await postEvents(world.url, releaseEvents(Date.now()));
});
afterAll(async () => {
  await world.close();
  rmSync(directory, { recursive: true });
});

/**
 * A list's address and the API have the same parameters, and the API is faster. Only days are
 * different: in an address, the last one is included.
 */
async function totalOf(href: string): Promise<number> {
  const url = new URL(href.replace('/invocations?', '/api/v1/invocations?limit=1&'));
  for (const [name, days] of Object.entries({ from: 0, to: 1 })) {
    const value = url.searchParams.get(name);
    if (value?.length === 10) url.searchParams.set(name, `${addDays(value, days)}T00:00:00Z`);
  }
  const response = await fetch(url);
  expect(response.status, href).toBe(200);
  const list = (await response.json()) as { total: number; flow_runs: number | null };
  return list.flow_runs ?? list.total;
}

/** Every number with the list that it opens: the total of the list is the number of its row. */
async function expectListsToAgree(page: Page, atLeast: number): Promise<void> {
  const links = await page.locator('main a[href*="/invocations?"]').evaluateAll((all) =>
    all.map((link) => {
      const counted = link.closest<HTMLElement>('[data-invocations], [data-runs]');
      return {
        href: (link as HTMLAnchorElement).href,
        count: counted?.dataset.invocations ?? counted?.dataset.runs,
        text: link.textContent ?? '',
      };
    }),
  );
  const counted = links.filter(({ count }) => count !== undefined);
  expect(counted.length).toBeGreaterThanOrEqual(atLeast);
  const counts = new Map(counted.map(({ href, count }) => [href, Number(count)]));
  for (const { href, count } of counted) expect(counts.get(href), href).toBe(Number(count));
  for (const [href, count] of someOf([...counts])) expect(await totalOf(href), href).toBe(count);
}

async function openFirst(page: Page, selector: string): Promise<void> {
  const link = page.locator(selector).first();
  const count = await link.evaluate(
    (element) =>
      element.closest<HTMLElement>('[data-invocations], [data-runs]')?.dataset.invocations ??
      element.closest<HTMLElement>('[data-runs]')?.dataset.runs,
  );
  await link.click();
  const total = page.getByTestId('list-total');
  await total.waitFor();
  expect(await total.getAttribute('data-total')).toBe(count);
}

test('commands: each number opens its invocations, and the order is in the address', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/commands`);
    await settle(page);
    await expectListsToAgree(page, 20);
    const overview = (await (await fetch(`${world.url}/api/v1/overview`)).json()) as Overview;
    const rows = page.locator('[data-command]');
    expect(await rows.first().getAttribute('data-command')).toBe(overview.commands[0]?.command);
    expect(await rows.count()).toBe(overview.commands.length);

    const success = page.getByRole('columnheader', { name: 'Success' });
    await success.getByRole('button').click();
    await page.waitForURL(/sort=-success/);
    await success.getByRole('button').click();
    await page.waitForURL(/sort=success/);
    expect(await success.getAttribute('aria-sort')).toBe('ascending');
    const first = await rows.first().getAttribute('data-command');
    await page.reload();
    await settle(page);
    expect(await rows.first().getAttribute('data-command')).toBe(first);

    await page.getByRole('link', { name: 'orbit application list', exact: true }).first().click();
    await page.waitForURL(/\/commands\/orbit%20application%20list/);
    await settle(page);
    await expectListsToAgree(page, 20);
    await openFirst(page, '[data-flag] a');
    await page.getByRole('button', { name: 'Remove With flag: output' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test('a flow: its times, and each interval, open their runs', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/flows/application_create`);
    await settle(page);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.locator('[data-interval]').first().waitFor();
    expect(await page.locator('[data-interval]').count()).toBeGreaterThanOrEqual(30);
    expect(await page.locator('[data-stage-times]').count()).toBeGreaterThan(5);
    await expectListsToAgree(page, 60);
    expect(complaints).toEqual([]);
  });
});

test('a flow beside another version: both columns open their runs', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/flows/application_create`);
    await settle(page);
    const choice = page.getByLabel('Compare with');
    await choice.locator('option[value="version:1.4.0"]').waitFor({ state: 'attached' });
    await choice.selectOption('version:1.4.0');
    await page.waitForURL(/compare=version/);
    await page.locator('[data-compared="completed"]').waitFor();
    await settle(page);
    expect(new URL(page.url()).searchParams.get('version')).toBe('1.5.0');
    await expectListsToAgree(page, 40);
    await choice.selectOption('before');
    await page.waitForURL(/compare=before/);
    await page.getByText('Period before', { exact: true }).waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

test('a free funnel: chosen by keyboard, and each number opens its list, per invocation and person', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/funnels`);
    await page.getByTestId('no-steps').waitFor();
    for (const [place, name] of [
      [1, 'Command Completed'],
      [2, 'Command Invoked'],
    ] as const) {
      await page.getByRole('combobox', { name: `Step ${place}`, exact: true }).fill(name);
      await page.getByRole('option', { name, exact: true }).click();
      await page.waitForURL(new RegExp(`step=${name.replace(' ', '\\+')}`));
    }
    await page.locator('[data-step="1"] [data-move="up"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/step=Command\+Invoked&step=Command\+Completed/);
    const condition = page.getByRole('textbox', { name: 'Condition of Step 2' });
    await condition.fill('succeeded');
    await condition.press('Enter');
    await page.getByText('Write it like').waitFor();
    await condition.fill('succeeded:true');
    await condition.press('Enter');
    await page.waitForURL(/succeeded/);
    await page.getByLabel('Broken down by').selectOption('version');
    await page.locator('[data-funnel-group]').first().waitFor();
    await settle(page);
    await expectListsToAgree(page, 6);
    await page.getByText('People', { exact: true }).click();
    await page.getByRole('columnheader', { name: 'People' }).waitFor();
    await settle(page);
    await expectListsToAgree(page, 6);
    const choice = page.getByLabel('Compare with');
    await choice.locator('option[value="version:1.4.0"]').waitFor({ state: 'attached' });
    await choice.selectOption('version:1.4.0');
    await page.waitForURL(/per=person.*compare=version|compare=version.*per=person/);
    await page.locator('[data-compared="2"]').waitFor();
    await settle(page);
    await expectListsToAgree(page, 8);
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.locator('label', { hasText: 'Invocations' }).click();
    await page.getByRole('columnheader', { name: 'Invocations' }).waitFor();
    await choice.selectOption('before');
    await page.getByText('Period before', { exact: true }).waitFor();
    await settle(page);
    await expectListsToAgree(page, 8);
    await openFirst(page, '[data-funnel-step="2"] a');
    await page
      .getByRole('button', { name: /^Remove Funnel: step 2 of Command Invoked → / })
      .click();
    await page.waitForURL((url) => !url.searchParams.has('funnel_step'));
    expect(complaints).toEqual([]);

    await page.goto(`${world.url}/funnels?step=Command%20Invoked&step=nope`);
    await page.getByText('never seen').waitFor();
    await page.goto(`${world.url}/funnels?step=nope&step=nope`);
    await page.getByTestId('empty-range').waitFor();
    complaints.splice(0);
    await page.goto(`${world.url}/funnels?step=nope?plan&step=nope`);
    await page.getByTestId('error-state').waitFor();
    await page.getByText('is not of the form').waitFor();
  });
});

test('errors: each number opens its invocations', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/errors`);
    await settle(page);
    await expectListsToAgree(page, 30);
    await openFirst(page, '[data-error] a');
    await page.getByRole('button', { name: /^Remove Error class: / }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test('errors: no table scrolls sideways, however long its names are', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/errors`);
    await settle(page);
    const tables = page.locator('main table');
    for (const width of [1920, 1280, 1279, 1024, 900, 768, 641, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await settle(page);
      const hidden = await tables.evaluateAll((all) =>
        all.map(({ parentElement }) =>
          parentElement === null ? 0 : parentElement.scrollWidth - parentElement.clientWidth,
        ),
      );
      expect(hidden, `${width} px`).toEqual([0, 0]);
    }
    await page.setViewportSize({ width: 1024, height: 900 });
    const row = page.getByRole('table', { name: 'Errors by version and command' }).locator('tr');
    expect(await row.nth(1).locator('th').innerText()).toMatch(/\d+\.\d+\.\d+/);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });
});

test('agents: each number opens its invocations', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/agents`);
    await settle(page);
    await expectListsToAgree(page, 20);
    expect(
      await page
        .locator('[data-harder]')
        .evaluateAll((all) => all.map((row) => row.getAttribute('data-harder'))),
    ).toEqual(['orbit deploy']);
    const repeats = page.locator('[data-repeated][data-actor="agent:codex"]');
    expect(await repeats.first().getAttribute('data-repeated')).toBe('23');
    expect(await page.locator('[data-usage-error="list"]').count()).toBe(1);
    await openFirst(page, '[data-actor="person"] a');
    await page.getByRole('button', { name: 'Remove Actor: People' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test('what got worse: each number opens its runs, and the releases are in the address', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/`);
    await settle(page);
    await page.getByRole('link', { name: 'All releases' }).click();
    await page.waitForURL(/\/releases/);
    await settle(page);
    await page.getByRole('heading', { name: 'orbit 2.1.0 compared with 2.0.0' }).waitFor();
    const worse = () =>
      page
        .locator('[data-worse]')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-worse')));
    expect(new Set(await worse())).toEqual(
      new Set(['orbit publish', 'PublishError', 'step:api_call']),
    );
    await page.getByText('Too few users to say').last().click();
    await page.getByText('orbit unpublish fails').waitFor();
    await expectListsToAgree(page, 60);

    await page.getByRole('combobox', { name: 'Compared with, of orbit' }).selectOption('1.5.0');
    await page.getByRole('heading', { name: 'orbit 2.1.0 compared with 1.5.0' }).waitFor();
    expect(page.url()).toMatch(/release=2\.1\.0&since=1\.5\.0/);
    await page.getByRole('button', { name: 'Compare the newest releases' }).click();
    await page.getByRole('heading', { name: 'orbit 2.1.0 compared with 2.0.0' }).waitFor();
    await page.goto(`${world.url}/releases?release=9.9.9`);
    await page.getByTestId('error-state').waitFor();
    await page.getByText('the range has no run of version 9.9.9').waitFor();
    complaints.splice(0);
    await page.getByRole('button', { name: 'Compare the newest releases' }).click();
    await page.getByRole('heading', { name: 'orbit 2.1.0 compared with 2.0.0' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

test('health: what arrived, was repeated, quarantined and lost', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    const exported = await (await fetch(`${world.url}/api/v1/export/events`)).text();
    const stored = exported.trimEnd().split('\n').length;
    const quarantined = 3;
    await page.goto(`${world.url}/health`);
    await settle(page);
    expect(await page.locator(`[data-stored="${stored}"]`).count()).toBe(1);
    expect(await page.locator(`a[data-quarantined="${quarantined}"]`).count()).toBe(1);
    const intake = (name: string) =>
      page.locator(`[data-intake="${name}"]`).getAttribute('data-events');
    expect(await intake('accepted')).toBe(String(stored));
    expect(await intake('quarantined')).toBe(String(2 * quarantined));
    await page.locator(`[data-lost="${troubles.loss.recorded - troubles.loss.sent}"]`).waitFor();
    for (const delay of await page.locator('[data-delay]').all()) {
      expect(await delay.innerText()).toMatch(/\d (ms|s|min|h|d)/);
    }
    await page.getByText('Free', { exact: true }).first().waitFor();
    await page.locator('a[data-quarantined]').click();
    await page.getByRole('heading', { name: 'Catalog' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Saves what a table or a chart shows. Returns the file's path. */
async function save(page: Page, of: string, format: string): Promise<string> {
  await page.getByRole('button', { name: `Download: ${of}`, exact: true }).click();
  const menu = page.getByRole('menu', { name: `Download: ${of}` });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByRole('menuitem', { name: format, exact: true }).click(),
  ]);
  await menu.waitFor({ state: 'detached' });
  expect(download.suggestedFilename()).toMatch(new RegExp(`^[a-z0-9-]+[.]${format}$`, 'i'));
  const path = join(directory, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

test('tables and charts are saved as files', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    const textOf = async (of: string, format: string) =>
      readFile(await save(page, of, format), 'utf8');
    await page.goto(`${world.url}/commands?sort=-invocations`);
    await settle(page);
    const [head, ...lines] = (await textOf('Commands', 'CSV')).trimEnd().split('\r\n');
    expect(head).toMatch(/^command,invocations,.*,tool$/);
    const shown = await page
      .locator('[data-command]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.invocations));
    expect(lines.map((line) => /,(\d+),/.exec(line)?.[1])).toEqual(shown);
    expect(await textOf('Commands', 'Parquet')).toMatch(/^PAR1[\s\S]*PAR1$/);

    await page.goto(world.url);
    await settle(page);
    const svg = await textOf('Duration', 'SVG');
    expect(svg).toContain('95th percentile');
    expect(svg).not.toContain('var(--');
    expect((await textOf('Duration', 'PNG')).slice(1, 4)).toBe('PNG');
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.locator('[data-interval]').first().waitFor();
    const intervals = await page.locator('[data-interval]').count();
    const days = (await textOf('By day', 'CSV')).trimEnd().split('\r\n');
    expect(days[0]).toBe('time,invocations,users,success_rate,duration_p50_ms,duration_p95_ms');
    expect(days).toHaveLength(1 + intervals);
    expect(complaints).toEqual([]);
  });
});

test('each table of a page has its own order, and is saved as it is shown', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/commands/orbit%20application%20list`);
    await settle(page);
    const flagsShown = () =>
      page.locator('[data-flag]').evaluateAll((rows) =>
        rows.map((row) => {
          const { flag, invocations } = (row as HTMLElement).dataset;
          return { flag, given: Number(invocations) };
        }),
      );
    const sort = (table: string, column: string) =>
      page
        .getByRole('table', { name: table, exact: true })
        .getByRole('columnheader', { name: column, exact: true })
        .getByRole('button')
        .click();
    await sort('Flags', 'Flag');
    await page.waitForURL(/sort=flags[.]flag$/);
    const ascending = await flagsShown();
    expect(ascending.length).toBeGreaterThan(1);
    await sort('Flags', 'Flag');
    await page.waitForURL(/sort=flags[.]-flag$/);
    await sort('Versions', 'Users');
    await page.waitForURL(/sort=flags[.]-flag&sort=versions[.]-users$/);
    await page.reload();
    await settle(page);
    expect(await flagsShown()).toEqual(ascending.toReversed());

    const duckdb = await (await DuckDBInstance.create()).connect();
    for (const [format, read] of [
      ['CSV', 'read_csv'],
      ['Parquet', 'read_parquet'],
    ] as const) {
      const path = await save(page, 'Flags', format);
      const saved = await duckdb.runAndReadAll(
        `SELECT flag, given::INTEGER AS given FROM ${read}('${path}')`,
      );
      expect(saved.getRowObjectsJson(), format).toEqual(await flagsShown());
    }
    duckdb.closeSync();
    expect(complaints).toEqual([]);
  });
});

test('the order of tables stays when other choices of the page change', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/adoption?sort=values.-users`);
    await settle(page);
    await page.getByLabel('Count by').selectOption('operating_system');
    await page.waitForURL(/by=operating_system/);
    await settle(page);
    expect(new URL(page.url()).searchParams.get('sort')).toBe('values.-users');
    const users = await page
      .locator('[data-value]')
      .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.users)));
    expect(users.length).toBeGreaterThan(1);
    expect(users).toEqual(users.toSorted((a, b) => b - a));
  });
});

test.each(['commands', 'errors', 'agents', 'commands/nope', 'releases', 'funnels'])(
  '/%s says what to do if there is nothing',
  async (path) => {
    await world.withPage({}, async (page) => {
      await page.goto(`${world.url}/${path}?from=2024-01-01&to=2024-01-02`);
      await page.getByTestId('empty-range').waitFor();
      expect(await page.getByRole('button', { name: /^Show the / }).count()).toBe(1);
    });
  },
);

test.each([
  'commands?from=2026-02-30T00:00:00Z',
  'commands/x?zone=Mars',
  'errors?zone=Mars',
  'agents?is_ci=perhaps',
  'releases/report?all=perhaps',
  'arrivals?zone=Mars',
  'arrivals?version=1.0.0',
  'intake?from=2026-01-01T00:00:00Z',
  'invocations?exit_code=one',
  'invocations?actor=nobody',
  'invocations?duration_from_ms=-1',
  'invocations?duration_from_ms=5&duration_to_ms=5',
  'invocations?flow=application_create&flow_duration_from_ms=5&flow_duration_to_ms=5',
  'invocations?flow=application_create&flow_timed=step:plan',
  'invocations?flow_timed=completed',
  'flows/application_create/times?zone=Mars',
  'flows/application_create/comparison',
  'flows/application_create/comparison?compare=version:1.4.0',
  'invocations?flow=application_create&repeated=true',
  'free-funnel',
  'free-funnel?step=A',
  `free-funnel?${'step=A&'.repeat(13)}`,
  'free-funnel?step=A&step=B?plan',
  'free-funnel?step=A&step=',
  'free-funnel?step=A&step=B&exclude=B?plan',
  'free-funnel?step=A&step=B&window_ms=0',
  'free-funnel?step=A&step=B&window_ms=40000000000',
  'free-funnel?step=A&step=B&per=flow',
  'free-funnel?step=A&step=B&by=plan',
  'invocations?funnel_reached=1',
  'invocations?funnel_step=A&funnel_step=B',
  'invocations?funnel_per=person',
  'invocations?funnel_reached=3&funnel_step=A&funnel_step=B',
  'invocations?funnel_reached=1&funnel_step=A',
  'invocations?funnel_reached=1&funnel_step=A&funnel_step=B&funnel_by=version',
])('/api/v1/%s is refused with its reason', async (path) => {
  const response = await fetch(`${world.url}/api/v1/${path}`);
  const body = (await response.json()) as { code: string; detail: string };
  expect([response.status, body.code], JSON.stringify(body)).toEqual([400, 'parameter_invalid']);
});
