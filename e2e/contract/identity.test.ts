import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drain } from '@sonde/example-orbit-demo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../browser.js';
import { type CollectorProcess, createCollectorProcess } from '../collector-process.js';
import { prepareWorld } from './case-world.js';
import { acrossSessions } from './cases/identity.js';
import { playRuns } from './play-case.js';
import { type SharedChromium, startSharedChromium } from './shared-chromium.js';

let root: string;
let shared: SharedChromium;
let collector: CollectorProcess;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sonde-identity-'));
  shared = await startSharedChromium();
  collector = await createCollectorProcess({ dataDirectory: join(root, 'data') });
  await collector.start();
});
afterAll(async () => {
  await collector.stop();
  await shared.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

test('the dashboard shows one person before sign-in, while signed in and after sign-out', async () => {
  const world = await prepareWorld(join(root, 'world'), {}, shared, collector.url);
  const browser = await openBrowser({});
  try {
    await playRuns(acrossSessions, world);
    await drain(world.user, { timeoutMs: 60_000 });
    const page = await browser.context.newPage();

    await page.goto(collector.url);
    const measure = (name: string) => page.getByRole('region', { name }).getByRole('link').first();
    await measure('Users').waitFor();
    expect(await measure('Invocations').innerText()).toBe(String(acrossSessions.runs.length));
    expect(await measure('Users').innerText()).toBe('1');

    // The user finds all runs, including anonymous ones.
    await page.goto(`${collector.url}/invocations?person=${world.userId}`);
    const total = page.getByTestId('list-total');
    await total.waitFor();
    expect(await total.getAttribute('data-total')).toBe(String(acrossSessions.runs.length));
  } finally {
    await browser.close();
    await world.close();
  }
});
