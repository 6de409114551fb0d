import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BrowserPerson } from '@sonde/example-orbit-demo';

/** For the variable BROWSER: passes the URL to the {@link SharedChromium} and waits. */
export const handToChromium = fileURLToPath(
  new URL('./fixtures/hand-to-chromium.mjs', import.meta.url),
);

/** One real Chromium for many cases, with a separate profile for each URL. */
export interface SharedChromium {
  /** `POST` here takes a URL and the person's actions; for ORBIT_CHROMIUM_URL. */
  url: string;
  close(): Promise<void>;
}

/** Body of requests to {@link SharedChromium.url}. */
export type Visit = { address: string } & BrowserPerson;

/** Responds once the person has acted and the browser has reached its final page. */
export async function startSharedChromium(): Promise<SharedChromium> {
  // Loaded where one is needed: the table of cases alone needs none.
  const { openBrowser } = await import('../browser.js');

  async function visit({ address, action, userName = '', password = '' }: Visit): Promise<void> {
    const browser = await openBrowser({});
    try {
      const page = await browser.context.newPage();
      await page.goto(address);
      if (action === 'never_answer') return;
      if (action !== 'cancel') {
        await page.getByLabel('User name').fill(userName);
        await page.getByLabel('Password').fill(password);
      }
      const names = { sign_in: 'Sign in', sign_up: 'Create account', cancel: 'Cancel' };
      const { origin } = new URL(address);
      await Promise.all([
        page.waitForURL((url) => url.origin !== origin, { waitUntil: 'commit' }),
        page.getByRole('button', { name: names[action], exact: true }).click(),
      ]);
    } finally {
      await browser.close();
    }
  }

  const server = createServer(async (request, response) => {
    try {
      await visit((await json(request)) as Visit);
      response.end();
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
