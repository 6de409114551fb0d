import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { browserSessionSeconds } from './oauth/provider.js';

/** Whom a browser is signed in as, by the provider's own session and cookie. */
export interface BrowserSession {
  readonly userId: string | undefined;
  /** Resolves when the session is on disk; its cookie goes with the reply. */
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
      // An id that was known before signing in must not be worth anything after.
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
