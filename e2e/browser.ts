import { type BrowserContext, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** Maximum wait for anything in a browser: the machine may be slow or busy. */
export const patienceMs = 120_000;

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the Chromium that `start-chromium.ts` starts. */
    chromium: string;
  }
}

let connecting: ReturnType<typeof chromium.connect> | undefined;

/** A window with separate cookies and storage, in the Chromium that all test files share. */
export async function openBrowser(options: {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
  /** Default `UTC`. */
  timeZone?: string;
}): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  connecting ??= chromium.connect(inject('chromium'));
  const browser = await connecting;
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    timezoneId: options.timeZone ?? 'UTC',
  });
  context.setDefaultTimeout(patienceMs);
  return { context, close: () => context.close() };
}
