import { randomBytes } from 'node:crypto';
import { CancelledError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { withSessionLock } from '../file-lock.js';
import { openBrowser } from '../open-browser.js';
import { type StoredSession, storeSession } from '../session.js';
import { describeInvocation } from '../telemetry.js';
import type { AuthFlow } from './auth-flow.js';
import { type Callback, listenForCallback } from './callback-listener.js';
import { type AuthorizationRequest, openProvider, type Tokens } from './provider.js';
import { SignInRefusedError, SignInTimeoutError } from './sign-in-errors.js';

export interface BrowserSignInOptions {
  /** Print the URL and open no browser. */
  noBrowser: boolean;
  /** Start with a new account. Default false. */
  isNewAccount?: boolean;
  /** Time limit for the browser. Default: the setting. */
  timeoutMs?: number;
}

/** A session that has just begun. */
export interface BrowserSignIn {
  session: StoredSession;
  tokens: Tokens;
}

/**
 * Signs a person in with the browser, stores the session, and identifies the person to telemetry.
 *
 * @param flow The flow of `orbit auth`; undefined for a sign-in during another command, which
 *   reports only the identity.
 * @throws CancelledError on Ctrl-C and if the user cancels in the browser; SignInTimeoutError,
 *   SignInRefusedError, TokenRefusedError, ConfigurationFileError or an error of `cloud-errors.ts`.
 */
export async function signInWithBrowser(
  context: CommandContext,
  options: BrowserSignInOptions,
  flow?: AuthFlow,
): Promise<BrowserSignIn> {
  const { telemetry, service, settings } = context;
  flow?.step('browser_wait');
  // Fail before opening the browser if nothing can be stored.
  await withSessionLock(context, async () => undefined);
  const provider = await context.progress('Looking up how to sign in', () => openProvider(service));
  const state = randomBytes(32).toString('base64url');
  const listener = await listenForCallback({ state });
  try {
    const request = await provider.begin({
      redirectUri: listener.redirectUri,
      state,
      isNewAccount: options.isNewAccount === true,
    });
    const callback = await waitInBrowser(request, listener.received, context, options, flow);
    flow?.milestone('Callback Received');
    try {
      checkCallback(callback.url);
      flow?.step('code_exchange');
      const begun = await context.progress('Signing in', async () => {
        const { tokens, userId } = await request.exchange(callback.url);
        const session = await withSessionLock(context, () =>
          storeSession(context, { userId, tokens }),
        );
        return { session, tokens };
      });
      telemetry.identify(begun.session.userId);
      describeInvocation(telemetry, settings);
      await callback.answer('signed_in');
      return begun;
    } catch (error) {
      await callback.answer(error instanceof CancelledError ? 'cancelled' : 'failed');
      throw error;
    }
  } finally {
    listener.close();
  }
}

async function waitInBrowser(
  request: AuthorizationRequest,
  received: Promise<Callback>,
  context: CommandContext,
  { noBrowser, timeoutMs = context.settings.signInTimeoutMs }: BrowserSignInOptions,
  flow: AuthFlow | undefined,
): Promise<Callback> {
  const over = new AbortController();
  const signal = AbortSignal.any([context.signal, over.signal]);
  const ended = endOfWait(context.signal, over.signal, timeoutMs);
  try {
    say(
      noBrowser
        ? `Open this address in a browser to sign in:\n  ${request.url}`
        : `Your browser opens to sign you in. If it does not, go to:\n  ${request.url}`,
    );
    if (!noBrowser) {
      const isOpen = await Promise.race([tryToOpen(request.url, context, signal), received, ended]);
      flow?.milestone(isOpen === false ? 'Browser Failed' : 'Browser Opened');
      if (isOpen === false) say('The browser cannot be opened: open the address above yourself.');
    }
    return await context.progress('Waiting for the browser', () => Promise.race([received, ended]));
  } finally {
    over.abort();
  }
}

async function tryToOpen(
  url: string,
  { settings }: CommandContext,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await openBrowser({ url, browser: settings.browser, signal });
    return true;
  } catch {
    return false;
  }
}

/** Never resolves. */
function endOfWait(cancelled: AbortSignal, over: AbortSignal, timeoutMs: number): Promise<never> {
  const ended = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new SignInTimeoutError(timeoutMs)), timeoutMs);
    const cancel = () => reject(new CancelledError());
    if (cancelled.aborted) cancel();
    cancelled.addEventListener('abort', cancel, { once: true });
    over.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
  // It may reject when nothing is waiting any more.
  ended.catch(() => undefined);
  return ended;
}

/** @throws CancelledError if the user cancelled; SignInRefusedError for any other error. */
function checkCallback({ searchParams }: URL): void {
  const error = searchParams.get('error');
  if (error === 'access_denied') throw new CancelledError('The sign-in was cancelled.');
  if (error !== null) throw new SignInRefusedError(error);
}

/** Prints to the terminal, whatever the output format. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
