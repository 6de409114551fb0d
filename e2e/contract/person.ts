import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BrowserAction, signInAddressUntil, type Turn } from '@sonde/example-orbit-demo';
import type { Page } from 'playwright-core';
import type { openBrowser } from '../browser.js';
import type { CaseRun, CaseScene } from './contract-case.js';
import type { Visit } from './shared-chromium.js';

/** The person of the cases. */
export const person = { userName: 'augusta.confidential', password: 'a confidential phrase' };
/** Another person, who has no account at first. */
export const other = { userName: 'bertha.private', password: 'another private phrase' };

type Credentials = typeof person;

/** The person's action at the browser, instead of signing in. */
export const doing = (action: BrowserAction) => ({ ORBIT_PERSON_ACTION: action });

/** Another person is at the browser from now on. */
export function sitDown(scene: CaseScene, { userName, password }: Credentials): void {
  const file = join(scene.root, `${userName}.json`);
  writeFileSync(file, JSON.stringify({ user_name: userName, password }), { mode: 0o600 });
  scene.env.ORBIT_PERSON_FILE = file;
}

export const noBrowser = { BROWSER: '/nonexistent/browser' };

const forgedCallback = fileURLToPath(new URL('./fixtures/forged-callback.mjs', import.meta.url));

/** A browser that returns with an error of the service. */
export const failingBrowser = { BROWSER: `${forgedCallback} error=server_error` };

/** A browser that returns with a code that the service never issued. */
export const lyingBrowser = { BROWSER: `${forgedCallback} code=no-such-code` };

/** Opens the URL on the screen, like a person, once orbit has shown the text `last` after it. */
export function openByHand(
  scene: CaseScene,
  last: string,
  action: BrowserAction,
  who: Credentials,
): Turn {
  return {
    waitFor: signInAddressUntil(last),
    act: (found) => {
      // orbit keeps the page waiting until it has the data it needs, and prints more meanwhile.
      const [address = ''] = found.split(/\s/);
      const visit: Visit = { address, action, ...who };
      fetch(String(scene.env.ORBIT_CHROMIUM_URL), {
        method: 'POST',
        body: JSON.stringify(visit),
      }).catch(() => undefined);
    },
  };
}

/**
 * A real Chromium, in which a person acts on the pages that orbit opens. Like a person's browser,
 * it stays open between the runs of a case.
 */
export function useChromium(): (
  use: (page: Page, scene: CaseScene) => Promise<void>,
  options?: { isLast?: boolean },
) => Pick<CaseRun, 'prepare' | 'meanwhile'> {
  let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;
  return (use, { isLast = true } = {}) => {
    const addressFile = (scene: CaseScene) => join(scene.root, 'address');
    return {
      prepare(scene) {
        const program = join(scene.root, 'browser');
        const file = addressFile(scene);
        writeFileSync(
          program,
          `#!/bin/sh\nprintf %s "$1" > ${file}.draft && mv ${file}.draft ${file}\n`,
        );
        chmodSync(program, 0o700);
        scene.env.BROWSER = program;
      },
      async meanwhile(scene) {
        // Loaded only if a browser is opened.
        browser ??= await (await import('../browser.js')).openBrowser({});
        try {
          const address = await takeFile(addressFile(scene));
          const page = await browser.context.newPage();
          await page.goto(address);
          await use(page, scene);
        } catch (error) {
          await browser.close();
          throw error;
        }
        if (isLast) await browser.close();
      },
    };
  };
}

/** The arguments of the program that replaces the browser. */
async function takeFile(file: string): Promise<string> {
  const deadline = performance.now() + 60_000;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Error('orbit opened no browser.');
    await sleep(20);
  }
  const address = readFileSync(file, 'utf8');
  rmSync(file);
  return address;
}
