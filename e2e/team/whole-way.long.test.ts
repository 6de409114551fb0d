import { join } from 'node:path';
import { createUser, drain, listUndelivered, runOrbit } from '@sonde/example-orbit-demo';
import { errorTable } from '@sonde/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settle, type WatchedPage } from '../dashboard/open-page.js';
import { acceptLink, ada, createTeamWorld, signIn, type TeamWorld } from './team-world.js';

let world: TeamWorld;
beforeAll(async () => {
  world = await createTeamWorld();
});
afterAll(() => world.close());

const grace = { name: 'Grace Hopper', email: 'grace@example.org', password: 'a moth in relay 70' };

/** Creates a project and waits for its first page, which is empty. */
async function createProject({ page }: WatchedPage, title: string): Promise<void> {
  await page.goto(`${world.collector.url}/settings/projects`);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('button', { name: 'Create the project' }).click();
  await page.getByTestId('empty-no-events').waitFor();
}

test('from the first start to the last sign-out', async () => {
  const { url } = world.collector;
  expect(world.setupLink).toContain(`${url}/welcome#`);

  // A person without a session sees nothing.
  const ofAda = await world.openBrowserOf();
  const { page } = ofAda;
  await page.goto(`${url}/flows?range=7d`);
  await page.waitForURL(/\/sign-in\?return=/);
  // Nobody can sign in yet: the page says where the set-up link is.
  await page.getByTestId('needs-setup').waitFor();
  expect(await page.content()).not.toContain('Invocations');

  // Set-up link, first administrator; the token is stored nowhere.
  await acceptLink(page, world.setupLink, ada);
  expect(page.url()).not.toContain('#');
  const token = world.setupLink.split('#')[1] ?? '';
  await page.goBack();
  expect(page.url()).not.toContain(token);
  await page.goto('about:blank');
  await page.goto(world.setupLink);
  // Used up: the reason once, nothing to try again, and a way on.
  await page.getByRole('alert').waitFor();
  expect(await page.getByText(errorTable.link_used.title).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Go to the sign-in page' }).waitFor();

  // Projects; a key in one click; orbit with that key makes the page turn into the numbers.
  await createProject(ofAda, 'Luna');
  await createProject(ofAda, 'Orbit for Teams');
  expect(new URL(page.url()).searchParams.get('project')).toBe('orbit-for-teams');
  await page.getByRole('button', { name: 'Create a key' }).click();
  const shown = page.getByText(/^sonde_wk_[\w-]+$/);
  await shown.waitFor();
  const key = (await shown.innerText()).trim();
  const code = await page.getByTestId('empty-no-events').innerText();
  expect(code).toContain(`ORBIT_TELEMETRY_ENDPOINT=${url}`);
  expect(code).toContain(`ORBIT_TELEMETRY_KEY=${key}`);
  const orbit = createUser({
    root: join(world.directory, 'orbit'),
    endpoint: url,
    key,
    cloudUrl: 'http://127.0.0.1:9',
    env: { ORBIT_TELEMETRY_FLUSH_AT: '1', ORBIT_TELEMETRY_BACKOFF_MS: '200' },
  });
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route('**/api/v1/overview*', async (route) => {
    await held;
    await route.continue();
  });
  await runOrbit(orbit, ['init']);
  await drain(orbit);
  await page.getByTestId('first-arrival').waitFor();
  expect(await page.getByTestId('first-arrival').innerText()).toMatch(/orbit init version /);
  // The numbers take a moment longer here: they are announced, and nothing else stands in their place.
  expect(await page.locator('main [aria-label=Loading]').count()).toBe(1);
  expect(await page.getByText('Data quality').count()).toBe(0);
  goOn();
  await page.locator('[data-status]').first().waitFor();
  await page.getByRole('link', { name: 'See what it reported' }).click();
  await page.locator('[data-sequence]').first().waitFor();

  // A member sees this project and no other.
  await page.goto(`${url}/settings/people?project=orbit-for-teams`);
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('textbox', { name: 'Email' }).fill(grace.email);
  await page.getByRole('button', { name: 'Create the link' }).click();
  const link = await page.getByTestId('one-time-link').locator('pre').innerText();
  const ofGrace = await world.openBrowserOf();
  await acceptLink(ofGrace.page, link, { name: grace.name, password: grace.password });
  await ofGrace.page.waitForURL(/[?&]project=orbit-for-teams/);
  await settle(ofGrace.page);
  expect(await ofGrace.page.getByRole('button', { name: /^Project:/ }).count()).toBe(0);
  await ofGrace.page.goto(`${url}/?project=luna`);
  const unknown = ofGrace.page.getByTestId('unknown-project');
  await unknown.waitFor();
  expect(await ofGrace.page.getByTestId('error-state').count()).toBe(0);
  const response = await ofGrace.page.request.get(`${url}/api/v1/overview?project=luna`);
  expect(response.status()).toBe(404);
  await unknown.getByRole('link', { name: 'Go to Orbit for Teams' }).click();
  await ofGrace.page.locator('[data-status]').first().waitFor();
  await ofGrace.page.goto(`${url}/settings/keys?project=orbit-for-teams`);
  await ofGrace.page.getByTestId('forbidden').waitFor();

  // A revoked key is refused at once; the sender keeps what it could not deliver.
  await page.goto(`${url}/settings/keys?project=orbit-for-teams`);
  await page.getByRole('button', { name: /^Revoke First event/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByTestId('no-keys').waitFor();
  const refused = await fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify({ event: 'Command Invoked' }),
  });
  expect(refused.status).toBe(401);
  await runOrbit(orbit, ['init']);
  const doctor = await runOrbit(orbit, ['telemetry', 'doctor']);
  expect(doctor.stdout + doctor.stderr).toContain('the write key was revoked');
  expect(listUndelivered(orbit)).not.toEqual([]);

  // With another key the next run arrives.
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('orbit, again');
  await page.getByRole('button', { name: 'Create the key' }).click();
  const next = await page.getByTestId('new-key').locator('pre').first().innerText();
  orbit.env.ORBIT_TELEMETRY_KEY = next.trim();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await runOrbit(orbit, ['init', '--telemetry-disabled', 'no']);
  await page.goto(`${url}/invocations?project=orbit-for-teams`);
  await page.locator('[data-invocation]').nth(1).waitFor();
  await page.goto(`${url}/settings/keys?project=orbit-for-teams`);
  await page.locator('[data-key] time').waitFor();

  // Signed out everywhere, a page that is open leads to the sign-in page, and back after it.
  await ofGrace.page.goto(`${url}/flows?project=orbit-for-teams&range=7d`);
  await settle(ofGrace.page);
  const second = await world.openBrowserOf();
  await second.page.goto(url);
  await signIn(second.page, grace);
  await second.page.goto(`${url}/settings/account`);
  await second.page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await second.page
    .getByRole('dialog')
    .getByRole('button', { name: 'Sign out everywhere' })
    .click();
  await second.page.waitForURL(`${url}/sign-in`);
  await ofGrace.page.waitForURL(/\/sign-in\?return=/);
  await signIn(ofGrace.page, grace);
  await ofGrace.page.waitForURL(`${url}/flows?project=orbit-for-teams&range=7d`);

  for (const { complaints, foreignRequests } of [ofAda, ofGrace, second]) {
    // The browser reports a response of 4xx by itself.
    expect(complaints.filter((text) => !/status of 4(01|04|10)/.test(text))).toEqual([]);
    expect(foreignRequests).toEqual([]);
  }
});
