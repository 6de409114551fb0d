import { fileURLToPath } from 'node:url';
import fetchCookie from 'fetch-cookie';

const actions = ['sign_in', 'sign_up', 'cancel', 'never_answer'] as const;

export type BrowserAction = (typeof actions)[number];

export function isBrowserAction(value: unknown): value is BrowserAction {
  return actions.some((action) => action === value);
}

/** A person's action on the pages of orbit-cloud. */
export interface BrowserPerson {
  action: BrowserAction;
  /** For `sign_in` and `sign_up`. */
  userName?: string;
  password?: string;
}

/**
 * For the variable `BROWSER`: a program that takes the URL; its comment describes the interface.
 */
export const personAtBrowserBin = fileURLToPath(
  new URL('../bin/person-at-browser.js', import.meta.url),
);

/** The error on the page. */
function findProblem({ url, status }: Response, text: string): string {
  return /role="alert">([^<]*)</.exec(text)?.[1] ?? `${status} at ${new URL(url).pathname}`;
}

/**
 * Opens a URL like a browser, performs the person's action, and follows the last redirect. Resolves
 * with the final URL.
 *
 * @throws If a page cannot be opened or refuses the person; the message is the page's.
 *
 * @example
 * ```ts
 * await browse(address, { action: 'sign_in', userName: 'ada', password: 'correct horse' });
 * ```
 */
export async function browse(address: string, person: BrowserPerson): Promise<string> {
  // A separate cookie jar: a browser without a session.
  const visit = fetchCookie(fetch);
  const page = await visit(address);
  const text = await page.text();
  if (!page.ok || !text.includes('<form method="post"')) throw new Error(findProblem(page, text));
  if (person.action === 'never_answer') return page.url;
  // A form without an action is sent to the page's own URL.
  const next = await visit(page.url, {
    method: 'POST',
    headers: { origin: new URL(page.url).origin },
    body: new URLSearchParams({
      user_name: person.userName ?? '',
      password: person.password ?? '',
      action: person.action,
    }),
  });
  const answer = await next.text();
  if (new URL(next.url).origin === new URL(page.url).origin) {
    throw new Error(findProblem(next, answer));
  }
  return next.url;
}
