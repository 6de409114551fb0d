import { html } from './html.js';
import { layout } from './layout.js';

/** Asks a person who is signed in in the browser whether to sign in orbit too. */
export function continuePage(options: { name: string; otherLink: string }): string {
  return layout(
    'Continue',
    html`<h1>Continue as ${options.name}?</h1>
<p class="soft">orbit, in your terminal, wants to sign in. Only continue if you have just asked it to.</p>
<form method="post">
<button class="main" name="action" value="continue">Continue</button>
<button name="action" value="cancel">Cancel</button>
</form>
<p class="other">Not you? <a href="${options.otherLink}">Use another account</a></p>`,
  );
}
