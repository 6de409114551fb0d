import { text } from 'node:stream/consumers';
import type { InvocationPage } from '@sonde/analytics';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld, troubles } from './dashboard-world.js';
import { findAccessibilityFaults, settle, untilFocused } from './open-page.js';

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
});
afterAll(() => world.close());

test('numbers link to lists with as many flow runs and invocations', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/flows/application_create`);
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
    // A list's URL and the API have the same parameters, and the API is faster.
    for (const { href, runs, text } of numbers) {
      expect(text.replaceAll(',', ''), href).toContain(runs);
      const response = await fetch(href.replace('/invocations?', '/api/v1/invocations?limit=1&'));
      expect(((await response.json()) as InvocationPage).flow_runs, href).toBe(Number(runs));
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

    await page.goto(`${world.url}/`);
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

/** Pages with numbers of people, and how many of them at least open a list. */
const pagesWithPeople: readonly (readonly [path: string, links: number])[] = [
  ['/', 6],
  ['/commands', 3],
  ['/commands/orbit%20application%20create', 1],
  ['/errors', 3],
  ['/agents', 3],
  ['/adoption', 2],
  ['/adoption?by=runtime', 1],
  ['/events', 5],
  ['/events/Command%20Completed?by=succeeded', 3],
  ['/funnels?step=Command%20Invoked&step=Command%20Completed&per=person&by=version', 4],
];

test('numbers of people link to lists of as many people', async () => {
  await world.withPage({}, async (page) => {
    for (const [path, least] of pagesWithPeople) {
      await page.goto(`${world.url}${path}`);
      await settle(page);
      const links = await page.locator('main a[href*="count_people=true"]').evaluateAll((all) =>
        all.map((link) => ({
          href: (link as HTMLAnchorElement).href,
          text: link.textContent ?? '',
        })),
      );
      // The median time of a funnel's step opens the same list.
      const numbers = links.flatMap(({ href, text }) => {
        const number = /^(?:.* by )?([\d,]+)(?: users?)?$/.exec(text)?.[1];
        return number === undefined ? [] : [{ href, people: Number(number.replaceAll(',', '')) }];
      });
      expect(numbers.length, path).toBeGreaterThanOrEqual(least);
      for (const { href, people } of numbers.slice(0, 12)) {
        const response = await fetch(href.replace('/invocations?', '/api/v1/invocations?limit=1&'));
        expect(((await response.json()) as InvocationPage).people, href).toBe(people);
      }
    }

    await page.goto(`${world.url}/`);
    await settle(page);
    const users = page.getByRole('region', { name: 'Users', exact: true }).getByRole('link');
    const people = (await users.innerText()).replaceAll(',', '');
    await users.click();
    const total = page.getByTestId('list-total');
    await total.waitFor();
    expect(await total.getAttribute('data-people')).toBe(people);
    expect(await total.innerText()).toMatch(/^[\d,]+ invocations of [\d,]+ people$/);
    // A filter keeps the count.
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed.*count_people=true|count_people=true.*status=failed/);
    await expect.poll(() => total.innerText()).toMatch(/people$/);
    await page.goto(`${world.url}/invocations?count_people=false`);
    await settle(page);
    expect(await total.innerText()).not.toContain('people');
    expect(await page.locator('[role=alert]').count()).toBe(0);
  });
});

test('range and filters are in the URL, are kept by links, and can be removed', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/`);
    await settle(page);
    await page.getByRole('button', { name: 'Range: Last 30 days' }).click();
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.waitForURL(`${world.url}/?project=default&range=7d`);

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Version' }).click();
    await page.getByRole('checkbox', { name: '1.5.0' }).click();
    await page.waitForURL(`${world.url}/?project=default&range=7d&version=1.5.0`);
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Flows' }).click();
    await page.waitForURL(`${world.url}/flows?project=default&range=7d&version=1.5.0`);
    await page.getByRole('link', { name: 'Create an application' }).click();
    await page.waitForURL(/\/flows\/application_create\?project=default&range=7d&version=1\.5\.0/);
    await page.waitForSelector('[data-stage="completed"]');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');

    await page.reload();
    await page.getByRole('button', { name: 'Remove Version: 1.5.0' }).click();
    await page.waitForURL(`${world.url}/flows/application_create?project=default&range=7d`);
    await page.goBack();
    await page.waitForURL(/version=1\.5\.0/);

    await page.goto(
      `${world.url}/invocations?flow=application_create&flow_reason=cancelled&status=failed`,
    );
    await page.getByRole('button', { name: 'Remove Reason: cancelled' }).click();
    await page.waitForURL(
      `${world.url}/invocations?project=default&status=failed&flow=application_create`,
    );
    await page.getByRole('button', { name: 'Remove Flow: Create an application' }).click();
    await page.waitForURL(`${world.url}/invocations?project=default&status=failed`);
  });
});

test('what is not valid in an address is named, until the next one', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(
      `${world.url}/invocations?status=exploded&from=2026-12-01&to=2026-11-01&verzion=1&env=prod`,
    );
    const note = page.locator('[role=alert][data-code=parameter_invalid]');
    await note.waitFor();
    expect(await note.innerText()).toContain(
      'status=exploded, from=2026-12-01, to=2026-11-01, verzion=1.',
    );
    await page.getByRole('link', { name: 'Commands', exact: true }).click();
    await page.getByRole('heading', { name: 'Commands', exact: true }).waitFor();
    expect(await note.count()).toBe(0);
    await page.goto(`${world.url}/commands?sort=nocolumn`);
    await page.getByText('this table has no column nocolumn').waitFor();
  });
});

test('the list continues page by page, without repeats', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/invocations`);
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

test('the list is sorted by a click on a column, and by a choice on a phone', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/invocations?status=failed`);
    await settle(page);
    const column = (name: string) => page.getByRole('columnheader', { name, exact: true });
    const ids = () =>
      page
        .locator('[data-invocation]')
        .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.invocation));
    const listed = async (sort: string, status = 'failed') => {
      const url = `${world.url}/api/v1/invocations?status=${status}&sort=${sort}`;
      const { invocations } = (await (await fetch(url)).json()) as InvocationPage;
      return invocations.map(({ invocation_id }) => invocation_id);
    };
    expect(await column('When').getAttribute('aria-sort')).toBe('descending');
    for (const [name, sort] of [
      ['Duration', '-duration_ms'],
      ['Duration', 'duration_ms'],
      ['Command', 'command'],
      ['Person', 'person'],
    ] as const) {
      await column(name).getByRole('button').click();
      await page.waitForURL((url) => url.search.endsWith(`status=failed&sort=${sort}`));
      await expect.poll(ids).toEqual(await listed(sort));
    }
    expect(await column('When').getAttribute('aria-sort')).toBe(null);
    const total = Number(await page.getByTestId('list-total').getAttribute('data-total'));
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download all as CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('invocations.csv');
    const lines = (await text(await download.createReadStream())).trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(total);
    expect(lines.slice(0, 50).map((line) => line.split(',')[0])).toEqual(await listed('person'));
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(async () => (await ids()).length).toBeGreaterThan(50);
    // A filter keeps the order.
    await page.getByLabel('Status').selectOption('vanished');
    await page.waitForURL((url) => /sort=person/.test(url.search) && /vanished/.test(url.search));

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByLabel('Order').selectOption('Longest');
    await expect.poll(ids).toEqual(await listed('-duration_ms', 'vanished'));
    await settle(page);
    expect(await findAccessibilityFaults(page)).toEqual([]);
  });
});

test('an invocation shows its events in order, its gap, its runs, and each stored event', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/invocations/${world.awkward.gap}`);
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

    await page.goto(`${world.url}/invocations/${world.awkward.interleaved}`);
    await settle(page);
    expect(await page.locator('[data-flow-run]').count()).toBe(2);
  });
});

test('the overview shows quarantined and lost events, whatever filters are set', async () => {
  await world.withPage({}, async (page) => {
    for (const path of ['/', '/?version=1.5.0', '/?range=24h']) {
      await page.goto(`${world.url}${path}`);
      await settle(page);
      const quarantined = page.locator('[data-quarantined]');
      expect(await quarantined.getAttribute('data-quarantined'), path).toBe('3');
      for (const [code, events] of Object.entries(troubles.quarantined)) {
        const part = quarantined.locator(`[data-code="${code}"]`);
        expect(await part.getAttribute('data-events')).toBe(String(events));
      }
      const lost = await page.locator('[data-lost]').innerText();
      expect(lost).toContain('26 of 30 events');
      expect(lost).toContain('too old to send 20');
    }
    await page.getByText('Newest quarantined events').click();
    expect(await page.locator('details[open]').innerText()).toContain('timestamp');
  });
});

test('an invocation names its flows by their titles', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/invocations?flow=application_create&flow_outcome=completed`);
    await settle(page);
    await page.locator('[data-invocation] a').first().click();
    await page.locator('[data-flow-run]').first().waitFor();
    expect(await page.locator('[data-flow-run]').first().innerText()).toContain(
      'Create an application',
    );
    expect(await page.locator('[data-role="started"]').first().innerText()).toContain(
      'starts Create an application',
    );
  });
});

test('an unknown flow is reported, with a link back', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/flows/nope?version=1.5.0`);
    const shown = page.getByTestId('unknown-flow');
    await shown.waitFor();
    expect(await shown.innerText()).toContain('There is no flow nope');
    await page.getByRole('link', { name: 'See all flows' }).click();
    await page.locator('[data-flow]').first().waitFor();
    expect(page.url()).toContain('version=1.5.0');
  });
});

test('content, range and numbers are reachable by keyboard', async () => {
  await world.withPage({}, async (page) => {
    await page.goto(`${world.url}/flows/application_create`);
    await settle(page);
    await page.keyboard.press('Tab');
    await untilFocused(page, 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await untilFocused(page, 'Range: Last 30 days UTC');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Last 24 hours' }).waitFor();
    await page.keyboard.press('Escape');
    await untilFocused(page, 'Range: Last 30 days UTC');
    await page.locator('[data-stage="started"] > a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(
      /\/invocations\?project=default&flow=application_create&flow_reached=started/,
    );
  });
});

test('a key opens a page, a flow or a command by a part of its name', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/?range=7d`);
    await settle(page);
    const search = page.getByPlaceholder('Open a page, flow, command, event or project');
    await page.keyboard.press('Control+k');
    await search.waitFor();
    await page.getByRole('dialog').getByText('Retention', { exact: true }).waitFor();
    await search.fill('application list');
    await page.getByRole('dialog').getByText('orbit application list', { exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/commands\/orbit%20application%20list\?.*range=7d/);
    await search.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Go to' }).click();
    await search.fill('nothing like this');
    await page.getByText('Nothing has this name.').waitFor();
    expect(await findAccessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
