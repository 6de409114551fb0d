import { fileURLToPath } from 'node:url';
import fetchCookie from 'fetch-cookie';

const actions = ['sign_in', 'sign_up', 'cancel', 'never_answer'] as const;

export type BrowserAction = (typeof actions)[number];

export function isBrowserAction(value: unknown): value is BrowserAction {
  return actions.some((action) => action === value);
}

/** What somebody does on the pages of orbit-cloud. */
export interface BrowserPerson {
  action: BrowserAction;
  /** For `sign_in` and `sign_up`. */
  userName?: string;
  password?: string;
}

/** For the variable `BROWSER`: a program that is given the address; its interface is at its top. */
export const personAtBrowserBin = fileURLToPath(
  new URL('../bin/person-at-browser.js', import.meta.url),
);

/** What the page says is wrong. */
function findProblem({ url, status }: Response, text: string): string {
  return /role="alert">([^<]*)</.exec(text)?.[1] ?? `${status} at ${new URL(url).pathname}`;
}

/**
 * Opens an address as a browser would, does what the person does there, and follows the last redirect.
 * Resolves with the address at which it ended.
 *
 * @throws When a page cannot be opened or does not let the person through; the message is the page's.
 *
 * @example
 * ```ts
 * await browse(address, { action: 'sign_in', userName: 'ada', password: 'correct horse' });
 * ```
 */
export async function browse(address: string, person: BrowserPerson): Promise<string> {
  // A jar of its own: a browser in which nobody is signed in yet.
  const visit = fetchCookie(fetch);
  const page = await visit(address);
  const text = await page.text();
  if (!page.ok || !text.includes('<form method="post"')) throw new Error(findProblem(page, text));
  if (person.action === 'never_answer') return page.url;
  // A form without an action goes back to where its page came from.
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
