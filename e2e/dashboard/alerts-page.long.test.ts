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
import { findAccessibilityFaults, horizontalOverflow, openPage, settle } from './open-page.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-alerts-'));
let collector: CollectorProcess;
let status = 204;
const received: { type: string; alert: { name: string } }[] = [];
const receiver = createServer(async (request, response) => {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  received.push(JSON.parse(text));
  response.writeHead(status).end();
});
/** Longer than a phone is wide, without a place to break. */
const long = 'Everything_that_can_fail_'.repeat(5);

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const config = join(directory, 'sonde.json');
  // Nothing listens on port 1.
  const smtp = { host: '127.0.0.1', port: 1, security: 'none', from: 'sonde@example.org' };
  writeFileSync(config, JSON.stringify({ alerts: { allow_private_addresses: true, smtp } }));
  mkdirSync(join(directory, 'data'), { mode: 0o700 });
  collector = await createCollectorProcess({
    dataDirectory: join(directory, 'data'),
    args: ['--config', config],
  });
  await collector.start();
  const sent = await fetch(`${collector.url}/ingest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      events: [
        {
          ...{ event: 'Command Completed', insert_id: 'one', invocation_id: 'one' },
          properties: { command: 'orbit deploy', version: '1.0.0', succeeded: true },
        },
      ],
      meta: { tool: 'orbit' },
    }),
  });
  expect(sent.status).toBe(202);
});
afterAll(async () => {
  await collector?.stop();
  receiver.close();
  rmSync(directory, { recursive: true, force: true });
});

/** For people who look at the page: set SONDE_SCREENSHOTS to a directory. */
async function shoot(page: Page, name: string): Promise<void> {
  const to = process.env.SONDE_SCREENSHOTS;
  if (to !== undefined) {
    await page.screenshot({ path: join(to, `alerts-${name}.png`), fullPage: true });
  }
}

async function check(page: Page, name: string): Promise<void> {
  await settle(page);
  expect(await horizontalOverflow(page), name).toBe(0);
  expect(await findAccessibilityFaults(page), name).toEqual([]);
  await shoot(page, name);
}

test('alerts are created, tested, paused, changed and removed; a failure shows its reason', async () => {
  const { port } = receiver.address() as AddressInfo;
  const browser = await openBrowser({ viewport: { width: 1440, height: 900 } });
  try {
    const { page, complaints, foreignRequests } = await openPage(browser.context, collector.url);
    await page.goto(`${collector.url}/settings/alerts`);
    await page.getByTestId('no-alerts').waitFor();
    await check(page, 'empty');

    const dialog = page.getByRole('dialog');
    const create = dialog.getByRole('button', { name: 'Create the alert' });
    await page.getByRole('button', { name: 'New alert' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('Runs');
    await dialog.getByRole('radio', { name: 'A number passes a threshold' }).check();
    await dialog.getByLabel('Percent').fill('101');
    await dialog.getByText('A number from 0 to 100.').waitFor();
    await dialog.getByLabel('Number', { exact: true }).selectOption('Invocations');
    await dialog.getByLabel('Is', { exact: true }).selectOption('above');
    await dialog.getByLabel('Value').fill('0');
    await dialog.getByLabel('In the last hours').fill('1');
    await dialog.getByLabel('Command').fill('orbit deploy');
    await dialog.getByLabel('Address').fill('example.org');
    await dialog.getByLabel('Address').blur();
    await dialog.getByText('A full address that begins with').waitFor();
    await dialog.getByLabel('Address').fill('https://ada:secret@example.org');
    await create.click();
    const refused = dialog.locator('[role=alert][data-code=parameter_invalid]');
    await refused.getByText('must not have a user or a password').waitFor();
    await check(page, 'refused');
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${port}/runs`);
    status = 503;
    await create.click();
    await page.getByTestId('webhook-secret').waitFor();
    expect(await dialog.locator('pre').innerText()).toMatch(/^sonde_wh_/);
    await check(page, 'secret');
    await dialog.getByRole('button', { name: 'Copy secret' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await dialog.waitFor({ state: 'detached' });

    const runs = page.locator('[data-alert=Runs]');
    expect(await runs.getByTestId('condition').innerText()).toBe(
      'Invocations of orbit deploy above 0 in the last hour',
    );
    const testRuns = page.getByRole('button', { name: 'Send a test message of Runs' });
    await testRuns.click();
    await runs
      .getByText('The test message did not arrive: the receiver answered with status 503')
      .waitFor();
    // The collector looks for what is due every 10 seconds, and so does the page.
    await runs.getByText('Open incident').waitFor({ timeout: 45_000 });
    await expect
      .poll(() => runs.getByTestId('failure').innerText(), { timeout: 45_000 })
      .toMatch(
        /^Last failure: the receiver answered with status 503, .* The message failed \d+ times?, and/,
      );

    await page.getByRole('button', { name: 'New alert' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill(long);
    await dialog.getByLabel('Tool').selectOption('orbit');
    await dialog.getByRole('radio', { name: 'E-mail' }).check();
    await dialog
      .getByLabel('E-mail addresses')
      .fill(`ada@example.org, ${'b'.repeat(60)}@example.org`);
    await create.click();
    // An e-mail has no secret to show.
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: `Send a test message of ${long}` }).click();
    await page.getByText(/did not arrive: the mail server cannot be reached/).waitFor();
    await check(page, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    await check(page, 'phone');

    status = 204;
    await testRuns.click();
    await runs.getByText('The test message arrived.').waitFor();
    expect(received.at(-1)?.alert.name).toBe('Runs');
    expect(received.filter(({ type }) => type === 'alert.test')).toHaveLength(2);

    await page.getByRole('button', { name: 'Pause Runs' }).click();
    await runs.getByText('Paused', { exact: true }).waitFor();
    await check(page, 'paused');
    await page.getByRole('button', { name: 'Resume Runs' }).click();
    await runs.getByText('Open incident').waitFor();

    await page.getByRole('button', { name: 'Change Runs' }).click();
    expect(await dialog.getByLabel('Value').inputValue()).toBe('0');
    expect(await dialog.getByLabel('Command').inputValue()).toBe('orbit deploy');
    await dialog.getByLabel('Value').fill('5');
    await dialog.getByLabel('Address').fill(`http://127.0.0.1:${port}/elsewhere`);
    await check(page, 'change');
    await dialog.getByRole('button', { name: 'Change the alert' }).click();
    await page.getByTestId('webhook-secret').waitFor();
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await runs.getByText('above 5 in the last hour').waitFor();
    expect(await runs.getByTestId('channel').innerText()).toContain('/elsewhere');

    await page.getByRole('button', { name: 'Remove Runs' }).click();
    await dialog.getByText('This cannot be undone.').waitFor();
    await check(page, 'remove');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await runs.waitFor({ state: 'detached' });
    expect(await page.locator('[data-alert]').count()).toBe(1);
    // The browser itself logs the refused request.
    expect(complaints.filter((text) => !/status of 400/.test(text))).toEqual([]);
    expect(foreignRequests).toEqual([]);
  } finally {
    await browser.close();
  }
});
