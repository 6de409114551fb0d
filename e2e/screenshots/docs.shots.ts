import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDemo } from '@sonde/example-orbit-demo';
import { test } from 'vitest';
import { openBrowser } from '../browser.js';
import { createCollectorProcess } from '../collector-process.js';
import { settle } from '../dashboard/open-page.js';

const images = fileURLToPath(new URL('../../docs/images', import.meta.url));

/** Pictures of the documentation, by their names. */
const pictures = [{ name: 'funnel', path: '/flows/application_create' }];

test('the pictures of the documentation', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sonde-pictures-'));
  const collector = await createCollectorProcess({ dataDirectory: join(directory, 'data') });
  await collector.start();
  const browser = await openBrowser({ viewport: { width: 1440, height: 980 } });
  try {
    await runDemo({ seed: 1, users: 60, runs: 420, endpoint: collector.url });
    const page = await browser.context.newPage();
    for (const { name, path } of pictures) {
      await page.goto(`${collector.url}${path}`);
      await settle(page);
      await page.screenshot({ path: join(images, `${name}.png`) });
    }
  } finally {
    await browser.close();
    await collector.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
