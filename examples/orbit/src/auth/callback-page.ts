import { createHash } from 'node:crypto';

/** The page in the browser once orbit has the result. */
export type CallbackPage = 'signed_in' | 'cancelled' | 'failed' | 'not_expected' | 'over';

interface PageText {
  status: number;
  mark: string;
  title: string;
  text: string;
}

const pages: Record<CallbackPage, PageText> = {
  signed_in: {
    status: 200,
    mark: '✓',
    title: 'You are signed in',
    text: 'You can close this page and go back to the terminal.',
  },
  cancelled: {
    status: 200,
    mark: '–',
    title: 'Sign-in cancelled',
    text: 'Nothing was changed. You can close this page.',
  },
  failed: {
    status: 502,
    mark: '!',
    title: 'Sign-in failed',
    text: 'The terminal says what went wrong and what to do. You can close this page.',
  },
  not_expected: {
    status: 400,
    mark: '!',
    title: 'Not the sign-in orbit waits for',
    text: 'Go back to the page that orbit opened, or start again in the terminal.',
  },
  over: {
    status: 410,
    mark: '–',
    title: 'This sign-in is over',
    text: 'Go back to the terminal.',
  },
};

const style = `
:root { color-scheme: light dark; --ink: #17202c; --soft: #5b6675; --paper: #f4f6f9; --card: #fff; --line: #dfe4ea; --accent: #2757d6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --soft: #9aa6b6; --paper: #10151c; --card: #19212b; --line: #2b3644; --accent: #8fb0ff; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2.5rem 2rem; text-align: center; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; }
.mark { display: grid; place-items: center; width: 3rem; height: 3rem; margin: 0 auto 1.25rem; border: 2px solid var(--accent); border-radius: 50%; color: var(--accent); font-size: 1.5rem; line-height: 1; }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0; color: var(--soft); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** The page contains nothing of the URL, loads nothing, and cannot be framed or cached. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function renderCallbackPage(page: CallbackPage): { status: number; html: string } {
  const { status, mark, title, text } = pages[page];
  return {
    status,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · orbit</title>
<style>${style}</style>
</head>
<body>
<main>
<div class="mark" aria-hidden="true">${mark}</div>
<h1>${title}</h1>
<p>${text}</p>
</main>
</body>
</html>
`,
  };
}
