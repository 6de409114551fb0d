import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { acceptLink, ada, createTeamWorld, type TeamWorld } from '../team/team-world.js';
import { findAccessibilityFaults, horizontalOverflow, openPage, settle } from './open-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sdk = join(root, 'packages', 'sdk');
const directory = mkdtempSync(join(tmpdir(), 'sonde-setting-up-'));
/** A collector that only this machine reaches, and one with accounts. */
let open: CollectorProcess;
let team: TeamWorld;

beforeAll(async () => {
  mkdirSync(join(directory, 'data'), { mode: 0o700 });
  open = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  [team] = await Promise.all([createTeamWorld(), open.start()]);
});
afterAll(async () => {
  await open?.stop();
  await team?.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Links a package into a program's directory, as installing it would. */
function install(program: string, name: string): void {
  const folder = (createRequire(join(sdk, 'package.json')).resolve.paths(name) ?? [])
    .map((path) => join(path, name))
    .find((path) => {
      try {
        createRequire(join(path, 'package.json'))('./package.json');
        return true;
      } catch {
        return false;
      }
    });
  if (name !== 'sonde' && folder === undefined) throw new Error(`${name} is not installed`);
  const target = join(program, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(name === 'sonde' ? sdk : (folder ?? ''), target);
}

/** Writes the files of the chosen framework as the page shows them, and does the page's first run. */
async function followPage(page: Page, packageName: string): Promise<string> {
  const program = mkdtempSync(join(directory, 'program-'));
  for (const file of await page.locator('[data-file]').all()) {
    const name = (await file.getAttribute('data-file')) ?? '';
    const code = await file.locator('pre').innerText();
    // Installing adds the dependencies.
    const text =
      name === 'package.json'
        ? JSON.stringify({
            ...{ name: 'lantern', version: '1.0.0', dependencies: { sonde: '*' } },
            ...JSON.parse(code),
          })
        : code;
    writeFileSync(join(program, name), text);
  }
  for (const name of ['sonde', ...(packageName === 'node' ? [] : [packageName])]) {
    install(program, name);
  }
  return run(program, await page.getByTestId('first-run').locator('pre').innerText());
}

async function run(program: string, script: string): Promise<string> {
  const home = join(program, 'home');
  mkdirSync(home, { recursive: true });
  const { stdout } = await promisify(execFile)('sh', ['-ec', script], {
    cwd: program,
    env: { PATH: process.env.PATH, HOME: home },
  });
  return stdout;
}

/** For people who look at the page: set SONDE_SCREENSHOTS to a directory. */
async function shoot(page: Page, name: string): Promise<void> {
  const to = process.env.SONDE_SCREENSHOTS;
  if (to !== undefined) {
    await page.screenshot({ path: join(to, `setting-up-${name}.png`), fullPage: true });
  }
}

/** Checks the page on a laptop, a wide screen and a phone. */
async function check(page: Page, name: string): Promise<void> {
  for (const [look, width, colorScheme] of [
    ['1440-light', 1440, 'light'],
    ['1920-light', 1920, 'light'],
    ['390-dark', 390, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await settle(page);
    // Charts follow the window a moment later.
    await expect.poll(() => horizontalOverflow(page), { message: `${name} ${look}` }).toBe(0);
    expect(await findAccessibilityFaults(page), `${name} ${look}`).toEqual([]);
    await shoot(page, `${name}-${look}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1440, height: 900 });
}

const send = (url: string, events: object[], key?: string) =>
  fetch(`${url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'x-api-key': key }) },
    body: JSON.stringify({ events, meta: { tool: 'lantern' } }),
  });

test('without accounts: a quarantined event is explained, the pasted program arrives, the first steps follow', async () => {
  const { url } = open;
  const browser = await openBrowser({});
  const { page, complaints, foreignRequests } = await openPage(browser.context, url);
  await page.goto(url);
  const empty = page.getByTestId('empty-no-events');
  await empty.getByText('No key is needed').waitFor();
  expect(await page.getByRole('button', { name: 'Create a key' }).count()).toBe(0);
  await check(page, 'open');

  expect((await send(url, [{ event: 'Lit', insert_id: 'a', timestamp: 'yesterday' }])).status).toBe(
    202,
  );
  const problem = page.locator('[data-code=event_timestamp_invalid]');
  await problem.waitFor();
  expect(await problem.innerText()).toMatch(
    /^Lit arrived, but was quarantined\. Reason: unreadable time/,
  );
  await check(page, 'quarantined');
  await problem.getByRole('link', { name: 'See quarantined events' }).click();
  await page.locator('[data-quarantined=Lit][data-code=event_timestamp_invalid]').waitFor();
  await page.goBack();

  // The choice is kept.
  await page.getByRole('tab', { name: 'citty' }).click();
  await page.reload();
  await page.getByRole('tab', { name: 'citty', selected: true }).waitFor();
  await page.getByRole('button', { name: 'Copy lantern.mjs' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  await page.evaluate(() => {
    document.execCommand = () => false;
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await page.getByRole('button', { name: 'Copy commands of the first run' }).click();
  await page.getByRole('tooltip', { name: 'Not copied: select the text' }).waitFor();
  await page.getByRole('tab', { name: 'citty' }).press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'commander', selected: true }).waitFor();
  expect(await followPage(page, 'commander')).toBe('nothing yet\n');
  await page.getByTestId('first-arrival').waitFor();
  const step = (name: string, done: boolean) =>
    page.locator(`[data-step=${name}][data-done=${done}]`).waitFor();
  await step('invocation', true);
  await step('catalog', true);
  for (const name of ['flow', 'failure', 'agent']) await step(name, false);
  await check(page, 'first-steps');

  const event = (id: string, more: object, properties: object) => ({
    ...{ event: 'Command Completed', insert_id: id, invocation_id: id, ...more },
    properties: { command: 'lantern', version: '1.0.0', succeeded: true, ...properties },
  });
  await send(url, [event('failed', {}, { succeeded: false, error_class: 'Dark' })]);
  await page.reload();
  await step('failure', true);
  await page.getByRole('link', { name: /^First failure: / }).click();
  await page.waitForURL(/\/invocations\/failed/);
  await page.goBack();
  // Closed, they stay closed for this viewer; another one still sees them.
  await page.getByRole('button', { name: 'Close first steps' }).click();
  await page.reload();
  await settle(page);
  expect(await page.locator('[data-step]').count()).toBe(0);
  const other = await openBrowser({});
  const ofOther = await openPage(other.context, url);
  await ofOther.page.goto(url);
  await ofOther.page.locator('[data-step=flow][data-done=false]').waitFor();
  await send(url, [
    event('agent', {}, { cli_context: 'agent:codex' }),
    event('flow', { event: 'Lantern Deploy Started', flow: 'deploy', flow_run_id: 'one' }, {}),
  ]);
  await ofOther.page.locator('[data-step]').first().waitFor({ state: 'detached' });
  await ofOther.page.reload();
  await settle(ofOther.page);
  expect(await ofOther.page.getByText('First steps').count()).toBe(0);

  expect([...complaints, ...ofOther.complaints]).toEqual([]);
  expect([...foreignRequests, ...ofOther.foreignRequests]).toEqual([]);
  await other.close();
  await browser.close();
});

const packagesOf = {
  ...{ commander: 'commander', yargs: 'yargs', oclif: '@oclif/core', citty: 'citty' },
  ...{ clipanion: 'clipanion', cac: 'cac', 'No framework': 'node' },
};

test('with accounts: each framework sends with the key made on the page, and a refused key is named', async () => {
  const { url } = team.collector;
  const { page, complaints, foreignRequests } = await team.openBrowserOf();
  await acceptLink(page, team.setupLink, ada);
  for (const [title, packageName] of Object.entries(packagesOf)) {
    const project = title.toLowerCase().replace(' ', '-');
    const created = await page.evaluate(async (id) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ id });
      const response = await fetch('/api/v1/projects', { method: 'POST', headers, body });
      return response.status;
    }, project);
    expect(created).toBe(201);
    await page.goto(`${url}/?project=${project}`);
    await page.getByRole('tab', { name: title, exact: true }).click();
    const code = page.locator('[data-file="lantern.mjs"]');
    await code.getByText("key: '<write key>'").waitFor();
    if (title === 'commander') {
      expect((await send(url, [{ event: 'x' }], 'sonde_wk_wrong')).status).toBe(401);
      await page.locator('[data-code=key_unknown]').waitFor();
      await check(page, 'no-key');
    }
    await page.getByRole('button', { name: 'Create a key' }).click();
    await code.getByText(/key: 'sonde_wk_/).waitFor();
    if (title === 'oclif') await check(page, 'with-key');
    expect(page.url()).not.toContain('sonde_wk_');
    expect(await followPage(page, packageName), title).toBe('nothing yet\n');
    await page.getByTestId('first-arrival').getByText('lantern list').waitFor();
  }
  // The browser reports a response of 4xx by itself.
  expect(complaints.filter((text) => !/status of 4/.test(text))).toEqual([]);
  expect(foreignRequests).toEqual([]);
});
