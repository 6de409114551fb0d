import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { AccountError } from './accounts.js';
import { openBrowserSession } from './browser-session.js';
import type { CloudContext, CloudServer } from './context.js';
import { acceptForms, refuseForeignForms } from './forms.js';
import { billingPage } from './pages/billing-page.js';
import { pageHeaders } from './pages/layout.js';
import { sendErrorPage } from './pages/send-error-page.js';
import { signInPage } from './pages/sign-in-page.js';
import { listPlans } from './plans.js';

type Mode = 'sign_in' | 'sign_up';

const formSchema = Type.Object({
  action: Type.Union(
    ['sign_in', 'sign_up', 'add_card', 'remove_card', 'sign_out'].map((name) => Type.Literal(name)),
  ),
  user_name: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
});
const querySchema = Type.Object({ view: Type.Optional(Type.String()) });

/** The page for adding a card: `/billing`. */
export function billingRoutes(server: CloudServer, context: CloudContext): void {
  const { accounts, state } = context;
  acceptForms(server);
  refuseForeignForms(server, context);
  server.setErrorHandler(sendErrorPage);

  function sendPage(reply: FastifyReply, page: string, status = 200) {
    return reply.code(status).headers(pageHeaders()).send(page);
  }

  function sendSignInPage(
    reply: FastifyReply,
    mode: Mode,
    more: { userName?: string; problem?: string; status?: number } = {},
  ) {
    const { status, ...said } = more;
    const otherLink = `/billing?view=${mode === 'sign_in' ? 'sign_up' : 'sign_in'}`;
    const purpose = 'to manage billing';
    return sendPage(
      reply,
      signInPage({ mode, otherLink, purpose, action: '/billing', ...said }),
      status,
    );
  }

  /** Adds or removes the card; returns the reason if that is not possible. */
  function setCard(userId: string, hasCard: boolean): Promise<string | undefined> {
    return state.update((draft) => {
      const user = draft.users.find(({ id }) => id === userId);
      const billed = listPlans(draft).filter(({ billing_required }) => billing_required);
      const paid = draft.applications.filter(
        ({ user_id, plan_id }) => user_id === userId && billed.some(({ id }) => id === plan_id),
      );
      if (!hasCard && paid.length > 0) {
        return `The card pays for ${paid.map(({ name }) => name).join(', ')}. Move to the free plan first.`;
      }
      if (user !== undefined) user.billing = hasCard;
      return undefined;
    });
  }

  const findUser = (userId: string | undefined) =>
    state.current.users.find(({ id }) => id === userId);

  server.get('/billing', { schema: { querystring: querySchema } }, async (request, reply) => {
    const session = await openBrowserSession(await context.provider, request, reply);
    const user = findUser(session.userId);
    if (user === undefined) {
      return sendSignInPage(reply, request.query.view === 'sign_up' ? 'sign_up' : 'sign_in');
    }
    return sendPage(reply, billingPage({ name: user.name, hasCard: user.billing }));
  });

  server.post('/billing', { schema: { body: formSchema } }, async (request, reply) => {
    const session = await openBrowserSession(await context.provider, request, reply);
    const { action, user_name: userName = '', password = '' } = request.body;
    if (action === 'sign_in' || action === 'sign_up') {
      const credentials = { userName: userName.trim(), password };
      try {
        const user = await (action === 'sign_in'
          ? accounts.signIn(credentials)
          : accounts.signUp(credentials));
        await session.signIn(user.id);
      } catch (error) {
        if (!(error instanceof AccountError)) throw error;
        const status = error.code === 'too_many_tries' ? 429 : 422;
        return sendSignInPage(reply, action, { userName, problem: error.message, status });
      }
      return reply.redirect('/billing', 303);
    }
    const user = findUser(session.userId);
    if (user === undefined) return sendSignInPage(reply, 'sign_in', { status: 401 });
    if (action === 'sign_out') {
      await session.signOut();
      return reply.redirect('/billing', 303);
    }
    const problem = await setCard(user.id, action === 'add_card');
    if (problem === undefined) return reply.redirect('/billing', 303);
    return sendPage(reply, billingPage({ name: user.name, hasCard: user.billing, problem }), 409);
  });
}
