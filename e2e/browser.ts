import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type LaunchOptions } from 'playwright-core';

/** Maximum wait for anything in a browser: the machine may be slow or busy. */
const patienceMs = 120_000;

/** Debian's Chromium, without requests to other servers. */
export const chromiumOptions: LaunchOptions = {
  timeout: patienceMs,
  executablePath: process.env.SONDE_TEST_BROWSER ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Chromium with a separate profile. */
export async function openBrowser(options: {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'sonde-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    ...chromiumOptions,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
  });
  context.setDefaultTimeout(patienceMs);
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
