import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findAccessibilityFaults, settle } from '../dashboard/open-page.js';
import { acceptLink, ada, createTeamWorld, type TeamWorld } from './team-world.js';

let world: TeamWorld;
beforeAll(async () => {
  world = await createTeamWorld();
});
afterAll(() => world.close());

async function invite(page: Page, project: string, email: string, role: string): Promise<string> {
  await page.goto(`${world.collector.url}/settings/people?project=${project}`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('radio', { name: role }).check();
  await page.getByRole('button', { name: 'Create the link' }).click();
  return page.getByTestId('one-time-link').locator('pre').innerText();
}

test('a person with an account accepts an invitation to a project with its password', async () => {
  const { url } = world.collector;
  const { page } = await world.openBrowserOf();
  await acceptLink(page, world.setupLink, ada);
  for (const id of ['orbit', 'luna']) {
    const made = await page.request.post(`${url}/api/v1/projects`, {
      data: { id },
      headers: { origin: url },
    });
    expect(made.status()).toBe(201);
  }
  const lea = { name: 'Lea', password: 'a password of Lea' };
  const grace = { name: 'Grace', password: 'a moth in relay 70' };
  const ofLea = await world.openBrowserOf();
  const ofGrace = await world.openBrowserOf();
  const toLea = await invite(page, 'orbit', 'lea@example.org', 'Administrator');
  const toGrace = await invite(page, 'luna', 'grace@example.org', 'Member');
  await acceptLink(ofLea.page, toLea, lea);
  await acceptLink(ofGrace.page, toGrace, grace);

  // An administrator of only one project is not told that the account exists.
  const link = await invite(ofLea.page, 'orbit', 'grace@example.org', 'Member');
  const form = ofGrace.page;
  await form.goto('about:blank');
  await form.goto(link);
  await form.getByRole('textbox', { name: 'Your name' }).fill('Somebody else');
  await form.getByLabel('Password', { exact: true }).fill('another password, for nothing');
  await form.getByRole('button', { name: 'Create the account' }).click();
  await form.locator('[role=alert][data-code=account_exists]').waitFor();
  await form.getByRole('button', { name: 'I have an account already' }).click();
  expect(await form.getByRole('textbox', { name: 'Your name' }).count()).toBe(0);
  await form.getByLabel('Password', { exact: true }).fill(grace.password);
  await settle(form);
  expect(await findAccessibilityFaults(form)).toEqual([]);
  await form.getByRole('button', { name: 'Accept' }).click();
  await form.waitForURL(({ pathname }) => pathname !== '/welcome');
  const session = await (await form.request.get(`${url}/api/v1/session`)).json();
  expect(session.projects).toMatchObject([{ id: 'orbit' }, { id: 'luna' }]);
});
