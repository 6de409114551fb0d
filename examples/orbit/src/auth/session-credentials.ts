import type { Credentials } from '../cloud-client.js';
import type { CommandContext } from '../context.js';
import { withSessionLock } from '../file-lock.js';
import { readStoredSession, readTokens, removeSession, storeSession } from '../session.js';
import type { Settings } from '../settings.js';
import { signInWithBrowser } from './browser-sign-in.js';
import { openProvider, type Tokens } from './provider.js';
import { SessionEndedError, TokenRefusedError } from './sign-in-errors.js';

/** A token that expires within the time of a request counts as expired. */
const leewayMs = 30_000;

/**
 * The tokens of the stored session for one run. They are renewed silently if expired or refused; if
 * that fails, the user signs in again, on a terminal.
 *
 * `token` and `renew` throw SessionEndedError without a terminal, CancelledError on Ctrl-C, and the
 * errors of `cloud-errors.ts` if the service fails.
 *
 * @param begun Tokens of a sign-in in this run.
 */
export function createSessionCredentials(context: CommandContext, begun?: Tokens): Credentials {
  let tokens = begun;

  async function renew(refused: string | undefined): Promise<string> {
    tokens = await withSessionLock(context, () => renewTokens(context, refused));
    if (tokens === undefined) {
      const message = describeEnd(context.settings);
      if (!context.settings.isInteractive) throw new SessionEndedError(message);
      process.stderr.write(`${message}\n`);
      tokens = (await signInWithBrowser(context, { noBrowser: false })).tokens;
    }
    return tokens.accessToken;
  }

  return {
    async token() {
      // Tokens are reused in this run until they are refused: they are read once, because a keyring
      // may prompt each time, and renewed once, however short their lifetime.
      if (tokens === undefined) {
        const stored = await readTokens(context);
        if (stored === undefined || !isFresh(stored)) return renew(undefined);
        tokens = stored;
      }
      return tokens.accessToken;
    },
    renew,
  };
}

/** Undefined if the session has ended; it is removed then. */
async function renewTokens(
  context: CommandContext,
  refused: string | undefined,
): Promise<Tokens | undefined> {
  const patience = outlive(context.signal);
  try {
    const { service } = context;
    const { signal } = patience;
    return await renewStored({ ...context, signal, service: { ...service, signal } }, refused);
  } finally {
    patience.end();
  }
}

/** From Ctrl-C to the end of a renewal in progress. */
const patienceMs = 3000;

/**
 * Aborts shortly after the other signal: once a refresh token has been sent, the service counts it
 * as used, and without the response the session would be lost.
 */
function outlive(cancelled: AbortSignal): { signal: AbortSignal; end(): void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => late.abort(), patienceMs);
  };
  if (cancelled.aborted) late.abort();
  cancelled.addEventListener('abort', begin, { once: true });
  return {
    signal: late.signal,
    end() {
      cancelled.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}

async function renewStored(
  context: CommandContext,
  refused: string | undefined,
): Promise<Tokens | undefined> {
  // Another run may have renewed it, or signed out, while this one waited for the lock.
  const session = readStoredSession(context.settings);
  const tokens = await readTokens(context);
  if (session === undefined || tokens === undefined) return undefined;
  if (isFresh(tokens) && tokens.accessToken !== refused) return tokens;
  const renewed = await refresh(context, tokens);
  if (renewed === undefined) {
    await removeSession(context);
    return undefined;
  }
  await storeSession(context, { userId: session.userId, tokens: renewed });
  context.telemetry.identify(session.userId);
  return renewed;
}

async function refresh(
  { service }: CommandContext,
  { refreshToken }: Tokens,
): Promise<Tokens | undefined> {
  if (refreshToken === undefined) return undefined;
  try {
    const provider = await openProvider(service);
    return await provider.refresh(refreshToken);
  } catch (error) {
    if (error instanceof TokenRefusedError && error.code === 'invalid_grant') return undefined;
    throw error;
  }
}

/** If the session still exists, it was not refused: the keyring cannot be read. */
function describeEnd(settings: Settings): string {
  return readStoredSession(settings) === undefined
    ? 'Your session has ended.'
    : "Your session cannot be read from the system's keyring.";
}

function isFresh({ expiresAt }: Tokens): boolean {
  return expiresAt === undefined || expiresAt - leewayMs > Date.now();
}
