import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InteractionResults, Provider } from 'oidc-provider';
import { AccountError } from './accounts.js';
import type { CloudContext, CloudServer } from './context.js';
import { acceptForms, refuseForeignForms } from './forms.js';
import { continuePage } from './pages/continue-page.js';
import { pageHeaders } from './pages/layout.js';
import { sendErrorPage } from './pages/send-error-page.js';
import { signInPage } from './pages/sign-in-page.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;
type View = 'sign_in' | 'sign_up' | 'continue';

const formSchema = Type.Object({
  action: Type.Union(
    ['sign_in', 'sign_up', 'continue', 'cancel'].map((name) => Type.Literal(name)),
  ),
  user_name: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
});
const querySchema = Type.Object({ view: Type.Optional(Type.String()) });
const paramsSchema = Type.Object({ uid: Type.String() });

/** The pages on which a person signs in, signs up, confirms or cancels while orbit waits. */
export function interactionRoutes(server: CloudServer, context: CloudContext): void {
  const { accounts, state } = context;
  acceptForms(server);
  refuseForeignForms(server, context);

  /** Name of the user signed in in the browser, if that user still exists. */
  function signedInName(interaction: Interaction): string | undefined {
    const id = interaction.session?.accountId;
    return state.current.users.find((user) => user.id === id)?.name;
  }

  function chooseView(interaction: Interaction, asked: string | undefined): View {
    if (asked === 'sign_in' || asked === 'sign_up') return asked;
    if (interaction.prompt.name === 'create') return 'sign_up';
    const mustSignIn = interaction.prompt.reasons.includes('login_prompt');
    return mustSignIn || signedInName(interaction) === undefined ? 'sign_in' : 'continue';
  }

  function sendPage(reply: FastifyReply, interaction: Interaction, page: string, status = 200) {
    const { redirect_uri } = interaction.params;
    const target = typeof redirect_uri === 'string' ? new URL(redirect_uri).origin : undefined;
    return reply.code(status).headers(pageHeaders(target)).send(page);
  }

  function sendSignInPage(
    reply: FastifyReply,
    interaction: Interaction,
    mode: 'sign_in' | 'sign_up',
    more: { userName?: string; problem?: string; status?: number } = {},
  ) {
    const { status, ...said } = more;
    const otherLink = `?view=${mode === 'sign_in' ? 'sign_up' : 'sign_in'}`;
    const purpose = 'to continue in orbit, in your terminal';
    const page = signInPage({ mode, otherLink, purpose, cancellable: true, ...said });
    return sendPage(reply, interaction, page, status);
  }

  /** Redirects the browser to the provider, which redirects it to orbit. */
  async function finish(
    { provider, interaction }: { provider: Provider; interaction: Interaction },
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults,
  ) {
    const target = await provider.interactionResult(request.raw, reply.raw, result, {
      mergeWithLastSubmission: false,
    });
    const before = interaction.session;
    const after = result.login?.accountId;
    if (before?.accountId !== undefined && after !== undefined && before.accountId !== after) {
      // Another user signs in in this browser; the provider would show its own page.
      const session = await provider.Session.findByUid(before.uid);
      if (session !== undefined) {
        delete session.accountId;
        await session.persist();
      }
    }
    return reply.redirect(target, 303);
  }

  /** Signing in answers every prompt that a client can request. */
  function signedIn(userId: string): InteractionResults {
    return { login: { accountId: userId, amr: ['pwd'] }, create: {}, consent: {} };
  }

  server.setErrorHandler(sendErrorPage);

  server.get(
    '/:uid',
    { schema: { params: paramsSchema, querystring: querySchema } },
    async (request, reply) => {
      const provider = await context.provider;
      const interaction = await provider.interactionDetails(request.raw, reply.raw);
      const view = chooseView(interaction, request.query.view);
      if (view !== 'continue') return sendSignInPage(reply, interaction, view);
      const name = signedInName(interaction) ?? '';
      return sendPage(reply, interaction, continuePage({ name, otherLink: '?view=sign_in' }));
    },
  );

  server.post(
    '/:uid',
    { schema: { params: paramsSchema, body: formSchema } },
    async (request, reply) => {
      const provider = await context.provider;
      const interaction = await provider.interactionDetails(request.raw, reply.raw);
      const { action, user_name: userName = '', password = '' } = request.body;
      const both = { provider, interaction };
      if (action === 'cancel') {
        return finish(both, request, reply, {
          error: 'access_denied',
          error_description: 'The person cancelled',
        });
      }
      if (action === 'continue') {
        const accountId = interaction.session?.accountId;
        if (accountId === undefined || chooseView(interaction, undefined) !== 'continue') {
          return sendSignInPage(reply, interaction, 'sign_in');
        }
        return finish(both, request, reply, signedIn(accountId));
      }
      const mode = action === 'sign_up' ? 'sign_up' : 'sign_in';
      try {
        const credentials = { userName: userName.trim(), password };
        const user =
          mode === 'sign_up'
            ? await accounts.signUp(credentials)
            : await accounts.signIn(credentials);
        return await finish(both, request, reply, signedIn(user.id));
      } catch (error) {
        if (!(error instanceof AccountError)) throw error;
        const status = error.code === 'too_many_tries' ? 429 : 422;
        const problem = error.message;
        return sendSignInPage(reply, interaction, mode, { userName, problem, status });
      }
    },
  );
}
