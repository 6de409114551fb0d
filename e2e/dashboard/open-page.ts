import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { share, someOf } from '@sonde/test-share';
import type { BrowserContext, Page } from 'playwright-core';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** A page, with its errors and every request that left the collector. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings of the console, and exceptions. */
  complaints: string[];
  foreignRequests: string[];
}

export async function openPage(context: BrowserContext, origin: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreignRequests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) foreignRequests.push(url);
  });
  return { page, complaints, foreignRequests };
}

/** Waits until the page shows its content: no placeholder and no loading chart. */
export async function settle(page: Page): Promise<void> {
  await page.waitForSelector('main h1');
  await page.waitForFunction(
    () =>
      document.querySelector(
        '[role=status][aria-label=Loading], .mantine-Skeleton-root, [data-stale]',
      ) === null,
  );
  // Colours that are still fading in would be measured half way.
  await page.waitForFunction(() =>
    document.getAnimations().every((one) => one.playState !== 'running'),
  );
}

/** Waits until the focus is on an element with this label, or with this text if it has no label. */
export async function untilFocused(page: Page, label: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const focused = document.activeElement;
    return (focused?.getAttribute('aria-label') ?? focused?.textContent) === wanted;
  }, label);
}

/** Rows that look like those before them, unless this machine tests everything. */
const repeated = share === 1 ? [] : [['tbody tr:nth-child(n+12)'], ['li:nth-child(n+12)']];
const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Problems that axe-core finds: one line per rule, with the first elements that violate it. */
export async function findAccessibilityFaults(page: Page): Promise<string[]> {
  // Reading the library takes the page as long as running it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  return page.evaluate(
    async ({ runOnly, exclude }) => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run({ exclude }, { runOnly });
      return violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help} ${nodes
            .slice(0, 3)
            .map(({ html, failureSummary }) => `\n  ${html.slice(0, 200)} ${failureSummary}`)
            .join('')}`,
      );
    },
    { runOnly: allRules, exclude: repeated },
  );
}

/** By how many pixels the page is wider than the window; 0 if it fits. */
export const horizontalOverflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );

/** The same, once charts have followed the window, which they do a moment later. */
async function overflowAtRest(page: Page): Promise<number> {
  for (let attempt = 0; attempt < 20 && (await horizontalOverflow(page)) > 0; attempt += 1) {
    await page.waitForTimeout(250);
  }
  return horizontalOverflow(page);
}

/** How a page is looked at. It is loaded once, since loading takes longest. */
const looks = [
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 1024, height: 768 } },
  { colorScheme: 'light', viewport: { width: 375, height: 800 } },
  { colorScheme: 'light', viewport: { width: 1920, height: 1080 } },
] as const;
let turn = 0;

/**
 * What is wrong with the open page in each look: it is wider than the window, or not accessible. The
 * page keeps the last colours, but not the last size.
 */
export async function findFaultsOfLooks(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const before = page.viewportSize() ?? looks[0].viewport;
  turn += 1;
  // The next page has other looks.
  for (const { colorScheme, viewport } of someOf(looks, { least: 0.4, turn })) {
    await page.emulateMedia({ colorScheme });
    await page.waitForSelector(`html[data-mantine-color-scheme=${colorScheme}]`);
    await page.setViewportSize(viewport);
    await settle(page);
    const overflow = await overflowAtRest(page);
    const found = await findAccessibilityFaults(page);
    const look = `${colorScheme}, ${viewport.width} px`;
    if (overflow > 0) faults.push(`${look}: ${overflow} px wider than the window`);
    faults.push(...found.map((fault) => `${look}: ${fault}`));
  }
  // Narrow windows have a menu in place of the navigation.
  await page.setViewportSize(before);
  return faults;
}
