import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  findAccessibilityFaults,
  findFaultsOfLooks,
  settle,
  untilFocused,
} from '../dashboard/open-page.js';
import { acceptLink, ada, createTeamWorld, signIn, type TeamWorld } from './team-world.js';

const longTitle = 'An_overlong_title_without_a_place_to_break_'.repeat(3).slice(0, 128);
const longEmail = `${'a.very.long.name.'.repeat(3)}x@${'long-domain-'.repeat(4)}x.example.org`;

let world: TeamWorld;
beforeAll(async () => {
  world = await createTeamWorld();
  const { page } = await world.openBrowserOf();
  await acceptLink(page, world.setupLink, ada);
  await post(page, '/projects', { id: 'orbit', title: longTitle });
  await post(page, '/projects', { id: 'markup', title: '<b>bold</b> & "quoted"' });
  await post(page, '/projects', { id: 'old', title: 'Old' });
  await patch(page, '/projects/old', { archived: true });
  await post(page, '/projects/orbit/keys', { name: 'releases', kind: 'write' });
  await post(page, '/projects/orbit/keys', { name: longTitle, kind: 'read' });
  await post(page, '/invitations', { email: longEmail, projects: { orbit: 'member' } });
});
afterAll(() => world.close());

/** Calls the API as the person on the page. */
async function send(page: Page, method: string, path: string, body: object): Promise<void> {
  const response = await page.request.fetch(`${world.collector.url}/api/v1${path}`, {
    method,
    data: body,
    headers: { origin: world.collector.url },
  });
  if (!response.ok())
    throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
}
const post = (page: Page, path: string, body: object) => send(page, 'POST', path, body);
const patch = (page: Page, path: string, body: object) => send(page, 'PATCH', path, body);

const pages: { path: string; title: RegExp }[] = [
  { path: '/?project=orbit', title: /^Overview/ },
  { path: '/?project=old', title: /^Overview/ },
  { path: '/?project=nope', title: /^Unknown project/ },
  { path: '/settings?project=orbit', title: /^Settings/ },
  { path: '/settings/keys?project=orbit', title: /^Keys/ },
  { path: '/settings/keys?project=markup', title: /^Keys/ },
  { path: '/settings/people?project=orbit', title: /^People/ },
  { path: '/settings/retention?project=orbit', title: /^Retention/ },
  { path: '/settings/person?project=orbit', title: /^Data of a person/ },
  { path: '/settings/storage?project=orbit', title: /^Storage/ },
  { path: '/settings/projects?project=orbit', title: /^Projects/ },
  { path: '/settings/accounts?project=orbit', title: /^Accounts/ },
  { path: '/settings/audit?project=orbit', title: /^Audit log/ },
  { path: '/settings/account?project=orbit', title: /^Account/ },
];

test('every page is accessible, fits its window, and logs no errors', async () => {
  const { page, complaints, foreignRequests } = await world.openBrowserOf({});
  await page.goto(world.collector.url);
  await page.getByRole('textbox', { name: 'Email' }).waitFor();
  await settle(page);
  expect(await findFaultsOfLooks(page)).toEqual([]);
  await signIn(page, ada);
  for (const { path, title } of pages) {
    await page.goto(`${world.collector.url}${path}`);
    await settle(page);
    expect(await page.title(), path).toMatch(title);
    expect(await page.getByTestId('error-state').count(), path).toBe(0);
    expect(await findFaultsOfLooks(page), path).toEqual([]);
    expect(complaints.splice(0), path).toEqual([]);
  }
  expect(foreignRequests).toEqual([]);
});

test('dialogs are accessible, and return the focus', async () => {
  const { page, complaints } = await world.openBrowserOf({ colorScheme: 'dark' });
  await page.goto(world.collector.url);
  await signIn(page, ada);
  const dialogs = [
    { path: '/settings/projects', button: 'New project' },
    { path: '/settings/keys?project=orbit', button: 'New key' },
    { path: '/settings/keys?project=orbit', button: 'Revoke releases' },
    { path: '/settings/people?project=orbit', button: 'Invite' },
    { path: '/settings/accounts', button: 'Invite' },
    { path: '/settings/account', button: 'Sign out everywhere' },
  ];
  for (const { path, button } of dialogs) {
    await page.goto(`${world.collector.url}${path}`);
    await settle(page);
    await page.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await settle(page);
    expect(await findAccessibilityFaults(page), button).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(page, button);
  }
  await page.getByRole('button', { name: /^Project:/ }).click();
  await page.getByRole('checkbox', { name: 'Show archived (1)' }).check();
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('link', { name: /^Old/ }).focus();
  await settle(page);
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/settings\/account\?project=old$/);
  expect(complaints).toEqual([]);
});

test('a key that is shown once stays until it is dismissed, and can be copied on any page', async () => {
  const { page } = await world.openBrowserOf();
  // As on a page over plain http from another machine.
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });
  });
  await page.goto(`${world.collector.url}/settings/keys?project=orbit`);
  await signIn(page, ada);
  const newKey = page.getByRole('button', { name: 'New key' });
  const dialog = page.getByRole('dialog');
  const name = dialog.getByRole('textbox', { name: 'Name' });

  await newKey.click();
  await name.waitFor();
  await settle(page);
  const colours = await dialog.evaluate((element) =>
    [element, element.parentElement ?? element].map((one) => getComputedStyle(one).backgroundColor),
  );
  // The page behind is dimmed, not covered.
  expect(colours).toEqual(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)']);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });

  await newKey.click();
  await name.fill('weekly report');
  await dialog.getByRole('radio', { name: 'Reading' }).check();
  await dialog.getByRole('button', { name: 'Create the key' }).click();
  const shown = page.getByTestId('new-key');
  await shown.waitFor();
  const key = await shown.locator('pre').first().innerText();
  expect(await shown.innerText()).toContain(`SONDE_READ_KEY=${key}`);
  await page.keyboard.press('Escape');
  await page.mouse.click(5, 5);
  await dialog.getByRole('button', { name: 'Copy key' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await dialog.waitFor({ state: 'detached' });

  await newKey.click();
  await name.press('Control+V');
  expect(await name.inputValue()).toBe(key);
});

test('narrow lists have no lines through their text; the switcher has its label in the middle', async () => {
  const { page } = await world.openBrowserOf({ viewport: { width: 390, height: 844 } });
  await page.goto(`${world.collector.url}/settings/audit?project=orbit`);
  await signIn(page, ada);
  await page.locator('[data-action]').nth(1).waitFor();
  const widths = await page
    .locator('[data-action]:not(:first-child) > *')
    .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).borderTopWidth));
  expect(new Set(widths)).toEqual(new Set(['0px']));

  await page.setViewportSize({ width: 1280, height: 800 });
  const offset = await page.getByRole('button', { name: /^Project:/ }).evaluate((button) => {
    const middle = (element: Element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return (top + bottom) / 2;
    };
    const [label] = [...button.querySelectorAll('span')].filter(
      (span) => span.childElementCount === 0 && span.textContent !== '',
    );
    return label === undefined ? Number.NaN : Math.abs(middle(label) - middle(button));
  });
  expect(offset).toBeLessThan(2);
});

test('a refused change says why, with its code, and changes nothing', async () => {
  const { page } = await world.openBrowserOf();
  await page.goto(`${world.collector.url}/settings/projects`);
  await page.getByRole('textbox', { name: 'Email' }).fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('[role=alert][data-code]').waitFor();
  await signIn(page, ada);
  await page.waitForURL(/\/settings\/projects/);
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Orbit');
  await page.getByRole('button', { name: 'Create the project' }).click();
  const refused = page.locator('[role=alert][data-code]');
  await refused.waitFor();
  expect(await refused.getAttribute('data-code')).toBe('project_id_taken');
  await page.getByRole('textbox', { name: 'Id' }).fill('Orbit 2');
  expect(await page.getByRole('button', { name: 'Create the project' }).isDisabled()).toBe(true);
});

test.each([
  ['//evil.example/'],
  ['https://evil.example/'],
  ['/\\evil.example/'],
  ['/..//evil.example/'],
])('signing in never leads to another site: %s', async (address) => {
  const { page, foreignRequests } = await world.openBrowserOf();
  await page.goto(`${world.collector.url}/sign-in?return=${encodeURIComponent(address)}`);
  await signIn(page, ada);
  expect(new URL(page.url()).origin).toBe(world.collector.url);
  expect(new URL(page.url()).pathname).toBe('/');
  expect(foreignRequests).toEqual([]);
});
