import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { openPage, settle, type WatchedPage } from '../dashboard/open-page.js';

/** A collector for a team, and browsers of several people. */
export interface TeamWorld {
  readonly directory: string;
  readonly collector: CollectorProcess;
  /** The one-time link that the first start printed. */
  readonly setupLink: string;
  /** A separate browser of one person; closed with the world. */
  openBrowserOf(options?: Parameters<typeof openBrowser>[0]): Promise<WatchedPage>;
  close(): Promise<void>;
}

/** Starts a collector that requires accounts, like one beyond loopback. */
export async function createTeamWorld(): Promise<TeamWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-team-'));
  const collector = await createCollectorProcess({
    dataDirectory: join(directory, 'data'),
    args: (url) => ['--public-url', url],
  });
  await collector.start();
  const browsers: { close(): Promise<void> }[] = [];
  const setupLink = await findSetupLink(collector);
  return {
    directory,
    collector,
    setupLink,
    async openBrowserOf(options = {}) {
      const browser = await openBrowser(options);
      browsers.push(browser);
      return openPage(browser.context, collector.url);
    },
    async close() {
      for (const browser of browsers) await browser.close();
      await collector.stop();
      rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** The collector prints it after it is ready. */
async function findSetupLink(collector: CollectorProcess): Promise<string> {
  for (;;) {
    // Complete: more text follows.
    const [link] = collector.output().match(/http\S+\/welcome#\S+(?=\s)/) ?? [];
    if (link !== undefined) return link;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  password: 'correct horse battery staple',
};

/** Fills the form of a one-time link and waits for the pages behind it. */
export async function acceptLink(
  page: Page,
  link: string,
  person: { name: string; email?: string; password: string },
): Promise<void> {
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill(person.name);
  if (person.email !== undefined) {
    await page.getByRole('textbox', { name: 'Email' }).fill(person.email);
  }
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/welcome');
  await settle(page);
}

/** Signs in with the password, from any page. */
export async function signIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in');
  await settle(page);
}
