import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { patienceMs } from './browser.js';

let server: BrowserServer | undefined;

/** Starts Debian's Chromium, without requests to other servers, before the tests of a project. */
export async function setup(project: TestProject): Promise<void> {
  server = await chromium.launchServer({
    executablePath: process.env.SONDE_TEST_BROWSER ?? '/usr/bin/chromium-headless-shell',
    headless: true,
    timeout: patienceMs,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  project.provide('chromium', server.wsEndpoint());
}

export const teardown = () => server?.close();
