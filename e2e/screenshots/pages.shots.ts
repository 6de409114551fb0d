import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorCode, errorTable } from '@sonde/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from '../dashboard/dashboard-world.js';
import { settle } from '../dashboard/open-page.js';
import { listPages } from '../dashboard/pages.js';
import { postEvents } from '../dashboard/post-events.js';

const widths = [390, 1024, 1920];
const schemes = ['light', 'dark'] as const;

/** Parts of the names of the pages that are asked for; none: all. */
const asked = (process.env.SONDE_SCREENSHOTS ?? '').split(' ').filter((word) => word !== '');
const root = fileURLToPath(new URL('../../.build/screenshots', import.meta.url));

/** What the pages show, or what the collector answers instead. */
const states = ['events', 'empty', 'one-event', 'loading', 'error', 'no-permission'] as const;
type State = (typeof states)[number];

const problems: Partial<Record<State, ErrorCode>> = {
  error: 'query_too_large',
  'no-permission': 'role_insufficient',
};

let world: DashboardWorld;
let urls: Record<'events' | 'empty' | 'one-event', string>;
beforeAll(async () => {
  world = await createDashboardWorld();
  const { url: empty } = await world.startCollector('empty');
  const { url: one } = await world.startCollector('one-event');
  await postEvents(one, [{ event: 'Command Invoked', properties: { command: 'hello' } }]);
  urls = { events: world.url, empty, 'one-event': one };
});
afterAll(() => world.close());

test('every page in every state', async () => {
  const pages = listPages(world).filter(
    ({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)),
  );
  const folderOf = (name: string) => join(root, name.replaceAll(/\W+/g, '-'));
  for (const { name } of pages) {
    rmSync(folderOf(name), { recursive: true, force: true });
    mkdirSync(folderOf(name), { recursive: true });
  }
  for (const scheme of schemes) {
    for (const state of states) {
      await world.withPage({ colorScheme: scheme }, async (page) => {
        await answerAs(page, state);
        const url = state in urls ? urls[state as keyof typeof urls] : world.url;
        for (const { name, path } of pages) {
          await page.goto(`${url}${path}`);
          for (const width of widths) {
            await page.setViewportSize({ width, height: 900 });
            await (state === 'loading' ? page.waitForSelector('main h1') : settle(page));
            await page.screenshot({
              path: join(folderOf(name), `${state}-${width}-${scheme}.png`),
              fullPage: true,
            });
          }
        }
      });
    }
  }
  console.log(`${pages.length} pages in ${root}`);
});

/** What every page needs before it asks for its own data. */
const ofEveryPage = ['/api/v1/session', '/api/v1/projects', '/api/v1/tools'];

/** Leaves requests of the page for its data without an answer, or answers them with an error. */
async function answerAs(page: Page, state: State): Promise<void> {
  const code = problems[state];
  if (state !== 'loading' && code === undefined) return;
  await page.route('**/api/v1/**', async (route) => {
    if (ofEveryPage.includes(new URL(route.request().url()).pathname)) return route.continue();
    if (code === undefined) return;
    const { status, title, action } = errorTable[code];
    await route.fulfill({
      status: status ?? 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ title, action, code }),
    });
  });
}
