import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, test } from 'vitest';
import { createDashboardWorld, type DashboardWorld } from '../dashboard/dashboard-world.js';
import { settle } from '../dashboard/open-page.js';
import { listPages } from '../dashboard/pages.js';

const widths = [390, 1024, 1920];
const schemes = ['light', 'dark'] as const;

/** Parts of the names of the pages that are asked for; none: all. */
const asked = (process.env.SONDE_SCREENSHOTS ?? '').split(' ').filter((word) => word !== '');
const root = fileURLToPath(new URL('../../.build/screenshots', import.meta.url));

let world: DashboardWorld;
/** The same pages of a collector without events. */
let empty: string;
beforeAll(async () => {
  world = await createDashboardWorld();
  empty = (await world.startEmptyCollector()).url;
});
afterAll(() => world.close());

test('every page, with events and without', async () => {
  const pages = listPages(world).filter(
    ({ name }) => asked.length === 0 || asked.some((part) => name.includes(part)),
  );
  const folderOf = (name: string) => join(root, name.replaceAll(/\W+/g, '-'));
  for (const { name } of pages) {
    rmSync(folderOf(name), { recursive: true, force: true });
    mkdirSync(folderOf(name), { recursive: true });
  }
  for (const scheme of schemes) {
    await world.withPage({ colorScheme: scheme }, async (page) => {
      for (const [filling, url] of [
        ['events', world.url],
        ['empty', empty],
      ] as const) {
        for (const { name, path } of pages) {
          await page.goto(`${url}${path}`);
          for (const width of widths) {
            await page.setViewportSize({ width, height: 900 });
            await settle(page);
            await page.screenshot({
              path: join(folderOf(name), `${filling}-${width}-${scheme}.png`),
              fullPage: true,
            });
          }
        }
      }
    });
  }
  console.log(`${pages.length} pages in ${root}`);
});
