import { html } from './html.js';
import { layout } from './layout.js';

/** Shows whether a card is on file, and lets the person add or remove it. */
export function billingPage(options: { name: string; hasCard: boolean; problem?: string }): string {
  const { name, hasCard, problem } = options;
  return layout(
    'Billing',
    html`<h1>Billing</h1>
<p class="soft">Signed in as ${name}</p>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
<p role="status">${hasCard ? 'A card is on file: every plan can be used.' : 'No card is on file: only the free plan can be used.'}</p>
<p class="hint">This is an example service. It takes no card number and charges nothing; it only remembers that you said yes.</p>
<form method="post" action="/billing">
${hasCard ? html`<button name="action" value="remove_card">Remove the card</button>` : html`<button class="main" name="action" value="add_card">Add a card</button>`}
<button name="action" value="sign_out">Sign out</button>
</form>
${hasCard && html`<p class="other">You can close this page and run the command in your terminal again.</p>`}`,
  );
}
