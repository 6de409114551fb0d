import { randomUUID } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from './dashboard-world.js';
import { settle } from './open-page.js';
import { postEvents } from './post-events.js';

const user = `user_of_${randomUUID()}`;
const dayMs = 86_400_000;

let world: DashboardWorld;
beforeAll(async () => {
  world = await createDashboardWorld();
  // Another person's events from half a year ago are used for retention.
  const visits = [
    { person: user, daysAgo: 1 },
    { person: user, daysAgo: 0 },
    { person: 'another-person', daysAgo: 200 },
  ];
  await postEvents(
    world.url,
    visits.flatMap(({ person, daysAgo }) => {
      const invocation_id = randomUUID();
      return ['Command Invoked', 'Command Completed'].map((event, index) => ({
        event,
        distinct_id: person,
        anonymous_id: `installation of ${person}`,
        insert_id: randomUUID(),
        timestamp: new Date(Date.now() - daysAgo * dayMs - 60_000 + index).toISOString(),
        invocation_id,
        sequence: index + 1,
        properties: { command: 'orbit init' },
      }));
    }),
  );
});
afterAll(() => world.close());

test('retention shows what it would delete before it is saved', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/settings/retention`);
    await settle(page);
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByRole('radio', { name: 'For a number of months' }).check();
    const months = page.getByRole('textbox', { name: 'Months' });
    for (const wrong of ['0', '-1', '1000000000', 'many', '']) {
      await months.fill(wrong);
      await page.getByText('A whole number from 1 to 1,200.').waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled(), wrong).toBe(true);
    }
    await months.fill('3');
    const preview = page.getByTestId('retention-preview');
    await page.locator('[data-testid=retention-preview][data-events="2"]').waitFor();
    expect(await preview.innerText()).toContain('2 events of 1 invocation');
    await months.fill('240');
    await page.locator('[data-testid=retention-preview][data-events="0"]').waitFor();
    await months.fill('3');
    await page.locator('[data-testid=retention-preview][data-events="2"]').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.innerText()).toContain('2 events of 1 invocation');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    const project = () =>
      fetch(`${world.url}/api/v1/projects/default`).then(
        (response) => response.json() as Promise<{ retention_months: number | null }>,
      );
    expect((await project()).retention_months).toBeNull();
    await page.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Keep 3 months, delete the rest' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Deletions by age').waitFor();
    expect((await project()).retention_months).toBe(3);
    expect(complaints).toEqual([]);
  });
});

test('the data of a person is counted, exported, and deleted after typing the id', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/settings/person`);
    await settle(page);
    const id = page.getByRole('textbox', { name: 'Id', exact: true });
    await id.fill('nobody');
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.getByText('Nothing is stored').waitFor();
    await id.fill(user);
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.locator('[data-testid=person] [data-count=events] dd').waitFor();
    const counted = page.locator('[data-testid=person] [data-count=events] dd');
    expect(await counted.innerText()).toBe('4');
    expect(page.url()).not.toContain(user);

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    const file = await (await downloading).createReadStream();
    const lines = (await readAll(file)).trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.every((line) => line.includes(user))).toBe(true);

    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const remove = dialog.getByRole('button', { name: 'Delete for good' });
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Type the id to confirm' }).fill(`${user}x`);
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Type the id to confirm' }).fill(user);
    await remove.click();
    const receipt = page.getByTestId('receipt');
    await receipt.waitFor();
    const text = await receipt.locator('pre').innerText();
    expect(JSON.parse(text)).toMatchObject({ kind: 'user_id', events: 4 });
    expect(text).not.toContain(user);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Nothing is stored').waitFor();
    await page.locator('[data-deletion]').waitFor();
    await page.goto(`${world.url}/invocations?range=90d&person=${user}`);
    await page.getByTestId('list-total').waitFor();
    expect(await page.locator('[data-invocation]').count()).toBe(0);

    await page.goto(`${world.url}/settings/audit`);
    await page.locator('[data-action="person.delete"]').waitFor();
    expect(await page.locator('main').innerText()).not.toContain(user);
    expect(complaints).toEqual([]);
  });
});

test('the storage page shows used space by month, and free space', async () => {
  await world.withPage({}, async (page, { complaints }) => {
    await page.goto(`${world.url}/settings/storage`);
    await settle(page);
    const month = new Date().toISOString().slice(0, 7);
    await page.locator(`[data-month="${month}"]`).waitFor();
    expect(await page.locator('main').innerText()).toMatch(/Free\s+[\d.]+ [kMGT]B/);
    expect(complaints).toEqual([]);
  });
});
