import { html } from './html.js';
import { layout } from './layout.js';

/** A page for errors after which the person cannot continue. */
export function errorPage(detail: string): string {
  return layout(
    'Something is wrong',
    html`<h1>This cannot go on</h1>
<p class="problem" role="alert">${detail}</p>
<p class="other">Close this page and run the command in your terminal again.</p>`,
  );
}
