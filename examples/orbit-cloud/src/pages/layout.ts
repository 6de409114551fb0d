import { createHash } from 'node:crypto';
import { Html, html } from './html.js';
import { styles } from './styles.js';

const styleHash = createHash('sha256').update(styles).digest('base64');
const styleElement = new Html(`<style>${styles}</style>`);

/**
 * Headers of every page: no external resources, no frames, no caching.
 *
 * @param formTarget Another origin that forms may lead to: browsers also check redirects after a
 *   form.
 */
export function pageHeaders(formTarget?: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self'${formTarget === undefined ? '' : ` ${formTarget}`}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy.join('; '),
    // With no-referrer a browser would not send the origin of a form.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  };
}

/** A whole page. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Orbit</title>
${styleElement}
</head>
<body>
<main>
<p class="brand"><svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><ellipse cx="16" cy="16" rx="14" ry="6" transform="rotate(-30 16 16)"/><circle cx="16" cy="16" r="4.5"/></svg>Orbit</p>
${content}
</main>
</body>
</html>
`.text;
}
