import { saveViews } from '@sonde/example-orbit-demo';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { findAccessibilityFaults, findFaultsOfLooks, settle } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

/** For people who look at the page: set SONDE_SCREENSHOTS to a directory. */
async function shoot(page: Page, name: string): Promise<void> {
  const to = process.env.SONDE_SCREENSHOTS;
  if (to !== undefined) await page.screenshot({ path: `${to}/${name}.png`, fullPage: true });
}

async function save(page: Page, path: string, name?: string): Promise<void> {
  await page.goto(`${world.url}${path}`);
  await settle(page);
  await page.getByRole('button', { name: 'Save this view' }).click();
  const dialog = page.getByRole('dialog');
  if (name !== undefined) await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Saved as / }).waitFor();
}

const namesOnHome = (page: Page) =>
  page
    .locator('[data-view]')
    .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-view')));

test('views are saved, shown with their numbers at home, arranged, renamed and deleted', async () => {
  await world.withPage({}, async (page, { complaints, foreignRequests }) => {
    await page.goto(`${world.url}/home`);
    await page.getByTestId('no-views').waitFor();
    expect(await findFaultsOfLooks(page)).toEqual([]);
    await shoot(page, 'home-empty');

    await save(page, '/flows/application_create?range=90d', 'Creating');
    await save(page, '/commands/orbit%20application%20create?is_ci=false');
    const long = `A name as long as it may be, without a space: ${'x'.repeat(80)}`;
    await save(page, '/errors?range=7d', long);
    const runs = await (
      await fetch(
        `${world.url}/api/v1/flows?from=${new Date(Date.now() - 90 * 86_400_000).toISOString()}`,
      )
    ).json();
    const flow = runs.flows.find((one: { flow: string }) => one.flow === 'application_create');

    await page.getByRole('link', { name: 'Home' }).click();
    await page.locator('[data-view=Creating] [data-figure=Runs]').waitFor();
    expect(await namesOnHome(page)).toEqual(['Creating', 'orbit application create', long]);
    const creating = page.locator('[data-view=Creating]');
    expect(await creating.locator('[data-figure=Runs]').innerText()).toBe(String(flow.runs));
    expect(await creating.innerText()).toContain('Flows: application_create · Last 90 days');
    const command = page.locator('[data-view="orbit application create"]');
    await command.locator('[data-figure=Success]').waitFor();
    expect(await command.innerText()).toContain('Last 30 days · Outside CI');
    // Each has the course of its first number; the page of errors has none.
    const course = creating.locator('svg[role=img]');
    await course.waitFor();
    expect(await course.getAttribute('aria-label')).toMatch(
      /^At most \d+ runs? per day, \d+ in the last$/,
    );
    expect(await command.locator('svg[role=img]').getAttribute('aria-label')).toContain(
      'invocation',
    );
    expect(await page.locator(`[data-view="${long}"]`).locator('svg[role=img]').count()).toBe(0);
    expect(await findFaultsOfLooks(page)).toEqual([]);
    for (const width of [1920, 1024, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await settle(page);
        await shoot(page, `home-${width}-${colorScheme}`);
        expect(await findAccessibilityFaults(page)).toEqual([]);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });

    const choose = async (view: string, item: string) => {
      await page.getByRole('button', { name: `Change ${view}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Creating', 'Move back');
    await expect
      .poll(() => namesOnHome(page))
      .toEqual(['orbit application create', 'Creating', long]);
    await choose('Creating', 'Rename');
    await page.getByRole('textbox', { name: 'Name' }).fill('Create');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.locator('[data-view=Create]').waitFor();
    await choose(long, 'Remove from Home');
    await page.locator(`[data-other-view="${long}"]`).waitFor();
    expect(await findFaultsOfLooks(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add to Home' }).click();
    await page.locator(`[data-view="${long}"]`).waitFor();
    await choose(long, 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => namesOnHome(page)).toEqual(['orbit application create', 'Create']);

    // The address is that of the saved page, whatever is chosen at the moment.
    await page.getByRole('link', { name: 'Create', exact: true }).click();
    await page.waitForURL(/\/flows\/application_create\?.*range=90d/);
    await page.getByRole('button', { name: 'Saved as Create' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Save this view' }).waitFor();

    expect(complaints).toEqual([]);
    expect(foreignRequests).toEqual([]);
  });
});

test('an annotation is on the charts and in words, for others too, and is changed and removed', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/?range=7d`);
    await settle(page);
    const lines = page.locator('.recharts-reference-line line[stroke="var(--warn-fill)"]');
    await page.getByRole('button', { name: 'Annotate' }).click();
    await page
      .getByRole('textbox', { name: 'What happened' })
      .fill('<b>The sign-in service</b> was down');
    await page.getByRole('dialog').getByRole('button', { name: 'Annotate' }).click();
    const mark = page.locator('[data-mark="<b>The sign-in service</b> was down"]');
    await mark.waitFor();
    // One in each of the four charts.
    await expect.poll(() => lines.count()).toBe(4);
    expect(await findFaultsOfLooks(page)).toEqual([]);
    await shoot(page, 'annotated');

    await world.withPage({}, async (other) => {
      await other.goto(`${world.url}/flows/application_create?range=7d`);
      await settle(other);
      await other.locator('[data-kind=annotation]').waitFor();
      await other.goto(`${world.url}/?from=2024-01-01&to=2024-01-02`);
      await settle(other);
      expect(await other.locator('[data-kind=annotation]').count()).toBe(0);
    });

    const time = mark.locator('time');
    const before = await time.getAttribute('datetime');
    await page.getByRole('button', { name: /^Change .*was down$/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the annotation' });
    await dialog.getByRole('textbox', { name: 'What happened' }).fill('Sign-in was slow');
    await dialog.getByRole('button', { name: 'Change' }).click();
    await mark.waitFor({ state: 'detached' });
    const changed = page.locator('[data-mark="Sign-in was slow"]');
    expect(await changed.locator('time').getAttribute('datetime')).toBe(before);
    await page.getByRole('button', { name: 'Change Sign-in was slow' }).click();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel('When').fill(`${yesterday}T12:34`);
    await dialog.getByRole('button', { name: 'Change' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => changed.locator('time').getAttribute('datetime'))
      .toBe(`${yesterday}T12:34:00.000Z`);
    await expect.poll(() => lines.count()).toBe(4);
    await shoot(page, 'annotation-changed');

    await page.getByRole('button', { name: 'Change Sign-in was slow' }).click();
    expect(await findFaultsOfLooks(page)).toEqual([]);
    await shoot(page, 'annotation-change');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await changed.waitFor({ state: 'detached' });
    await expect.poll(() => lines.count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

test('releases appear by themselves', async () => {
  await world.withPage({}, async (page) => {
    const event = (version: string, daysAgo: number) => ({
      ...{ event: 'Command Invoked', insert_id: `release-${version}`, invocation_id: version },
      timestamp: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
      properties: { command: 'orbit', version },
    });
    const answer = await fetch(`${world.url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [event('9.9.9', 2)], meta: { tool: 'orbit' } }),
    });
    expect(answer.status).toBe(202);
    await page.goto(`${world.url}/?range=7d`);
    await page.locator('[data-kind=release][data-mark="9.9.9 first seen"]').waitFor();
  });
});

test('each number at home opens the invocations that it counts; other views have none', async () => {
  await world.withPage({}, async (page) => {
    await save(
      page,
      '/invocations?flow=application_create&flow_outcome=failed&range=90d',
      'Failed',
    );
    await save(page, '/adoption', 'Taken up');
    await save(page, '/?range=90d', 'All');
    await save(page, '/events/Command%20Completed', 'Completed');
    await page.goto(`${world.url}/home`);
    const failed = page.locator('[data-view=Failed]');
    await failed.locator('[data-figure=Runs]').waitFor();
    expect(await failed.innerText()).toContain('Outcome: failed');
    await page.locator('[data-view=All] [data-figure=Users]').waitFor();
    expect(await page.locator('[data-view="Taken up"] [data-figure]').count()).toBe(0);
    for (const [view, figure] of [
      ['Failed', 'Invocations'],
      ['All', 'Invocations'],
      ['All', 'Users'],
      ['Completed', 'Events'],
      ['Completed', 'Users'],
    ]) {
      await page.goto(`${world.url}/home`);
      const number = page.locator(`[data-view=${view}] [data-figure=${figure}]`);
      const shown = (await number.innerText()).replaceAll(',', '');
      await number.getByRole('link').click();
      const total = page.getByTestId('list-total');
      await total.waitFor();
      const counted =
        figure === 'Users' ? 'people' : figure === 'Events' ? 'matching-events' : 'total';
      expect(await total.getAttribute(`data-${counted}`), `${view} ${figure}`).toBe(shown);
    }
  });
});

test('the demo saves its views once, and only where there are none', async () => {
  const empty = await world.startCollector('empty');
  await saveViews(empty.url);
  await saveViews(empty.url);
  const list = await (await fetch(`${empty.url}/api/v1/projects/default/views`)).json();
  const { views, home } = list as { views: { id: string; name: string }[]; home: string[] };
  expect(views.map(({ name }) => name)).toEqual([
    'Creating an application',
    'Creating, in the newest version',
    'In CI',
  ]);
  expect(home).toEqual(views.map(({ id }) => id));
});
