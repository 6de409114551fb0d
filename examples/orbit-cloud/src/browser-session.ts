import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { browserSessionSeconds } from './oauth/provider.js';

/** The user who is signed in in a browser, by the provider's own session and cookie. */
export interface BrowserSession {
  readonly userId: string | undefined;
  /** Resolves when the session is on disk; the reply sets its cookie. */
  signIn(userId: string): Promise<void>;
  signOut(): Promise<void>;
}

export async function openBrowserSession(
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<BrowserSession> {
  const context = provider.createContext(request.raw, reply.raw);
  const session = await provider.Session.get(context);
  const cookieName = provider.cookieName('session');
  return {
    userId: session.accountId,
    async signIn(userId) {
      session.loginAccount({ accountId: userId, amr: ['pwd'] });
      // A session id known before sign-in must be useless afterwards.
      session.resetIdentifier();
      await session.save(browserSessionSeconds);
      context.cookies.set(cookieName, session.jti, {
        httpOnly: true,
        sameSite: 'lax',
        signed: true,
        maxAge: browserSessionSeconds * 1000,
      });
    },
    async signOut() {
      await session.destroy();
      context.cookies.set(cookieName, null, { httpOnly: true, sameSite: 'lax', signed: true });
    },
  };
}
