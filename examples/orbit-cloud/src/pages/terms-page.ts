import type { Plan } from '../plans.js';
import { html } from './html.js';
import { layout } from './layout.js';

/** The terms of a plan. */
export function termsPage({ name, price_cents, terms }: Plan): string {
  const price = price_cents === 0 ? 'nothing' : `$${price_cents / 100} a month`;
  return layout(
    `Terms of ${name}`,
    html`<h1>Terms of the ${name} plan</h1>
<p class="soft">Version ${terms.version}</p>
<p>The plan costs ${price}. Orbit is an example service without real charges or promises.</p>
<p>You may leave the plan at any time with <code>orbit application downgrade</code>.</p>`,
  );
}
