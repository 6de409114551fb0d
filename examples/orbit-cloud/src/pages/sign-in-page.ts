import { html } from './html.js';
import { layout } from './layout.js';

export interface SignInPageOptions {
  mode: 'sign_in' | 'sign_up';
  /** The previous input. */
  userName?: string;
  /** Why the previous input was refused. */
  problem?: string;
  /** Link to the other mode. */
  otherLink: string;
  /** Purpose of signing in, after the title. */
  purpose: string;
  /** Whether a program is waiting and can be cancelled. Default: no. */
  cancellable?: boolean;
  /** Target of the form. Default: the current URL. */
  action?: string;
}

const words = {
  sign_in: {
    title: 'Sign in',
    button: 'Sign in',
    password: 'current-password',
    other: 'New here?',
    link: 'Create an account',
  },
  sign_up: {
    title: 'Create an account',
    button: 'Create account',
    password: 'new-password',
    other: 'Already have an account?',
    link: 'Sign in',
  },
};

/** Asks for user name and password, of an existing or a new account. */
export function signInPage(options: SignInPageOptions): string {
  const { mode, userName = '', problem, otherLink, purpose, cancellable = false, action } = options;
  const text = words[mode];
  const invalid =
    problem === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`;
  return layout(
    text.title,
    html`<h1>${text.title}</h1>
<p class="soft">${purpose}</p>
${problem !== undefined && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
<form method="post"${action !== undefined && html` action="${action}"`}>
<label for="user_name">User name</label>
<input id="user_name" name="user_name" value="${userName}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required${userName === '' && html` autofocus`}${invalid}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="${text.password}" maxlength="256" required${userName !== '' && html` autofocus`}${mode === 'sign_up' && html` minlength="8" aria-details="hint"`}${invalid}>
${mode === 'sign_up' && html`<p class="hint" id="hint">At least 8 characters. A few unrelated words are a good choice.</p>`}
<button class="main" name="action" value="${mode}">${text.button}</button>
${cancellable && html`<button name="action" value="cancel" formnovalidate>Cancel</button>`}
</form>
<p class="other">${text.other} <a href="${otherLink}">${text.link}</a></p>`,
  );
}
