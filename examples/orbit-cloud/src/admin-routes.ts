import { Type } from '@fastify/type-provider-typebox';
import { CloudError } from './cloud-error.js';
import type { CloudContext, CloudServer } from './context.js';
import { type FaultRule, faultRuleSchema } from './faults.js';
import { listPlans, type Plan } from './plans.js';
import { regions } from './regions.js';
import { createSecret, hashSecret } from './secret.js';

function checkUser({ state }: CloudContext, id: string): void {
  if (!state.current.users.some((user) => user.id === id)) throw new CloudError('not_found');
}

function readCredentials(body: { user_name?: string; password?: string }) {
  const { user_name: userName, password } = body;
  if (userName === undefined && password === undefined) return {};
  if (userName === undefined || password === undefined) {
    throw new CloudError('request_invalid', {
      detail: 'Give user_name and password both, or neither.',
    });
  }
  return { credentials: { userName, password } };
}

/** Functions for the operator of the service: users, plans, regions, faults. */
export function adminRoutes(server: CloudServer, context: CloudContext): void {
  const { state, faults, accounts, records } = context;
  server.post(
    '/users',
    {
      schema: {
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 100 }),
            billing: Type.Optional(Type.Boolean()),
            /** Both or neither: the user's credentials for the page. */
            user_name: Type.Optional(Type.String()),
            password: Type.Optional(Type.String()),
          },
          { additionalProperties: false },
        ),
      },
    },
    async ({ body }, reply) => {
      const token = createSecret('tok');
      const user = await accounts.create({
        name: body.name,
        billing: body.billing ?? false,
        tokenHash: hashSecret(token),
        ...readCredentials(body),
      });
      // The only response with the token itself.
      return reply.code(201).send({ user_id: user.id, token });
    },
  );

  server.get(
    '/users',
    { schema: { querystring: Type.Object({ user_name: Type.Optional(Type.String()) }) } },
    ({ query }) => {
      const { users, applications } = state.current;
      return {
        users: users
          .filter((user) => query.user_name === undefined || user.user_name === query.user_name)
          .map(({ id, name, user_name, billing }) => ({
            user_id: id,
            name,
            user_name: user_name ?? null,
            billing,
            applications: applications
              .filter(({ user_id }) => user_id === id)
              .map(({ id, name, region, plan_id }) => ({ id, name, region, plan_id })),
          })),
      };
    },
  );

  server.patch(
    '/users/:user_id',
    {
      schema: {
        params: Type.Object({ user_id: Type.String() }),
        body: Type.Object({ billing: Type.Boolean() }, { additionalProperties: false }),
      },
    },
    ({ params, body }) =>
      state.update((draft) => {
        const user = draft.users.find(({ id }) => id === params.user_id);
        if (user === undefined) throw new CloudError('not_found');
        user.billing = body.billing;
        return { user_id: user.id, billing: user.billing };
      }),
  );

  const userParams = Type.Object({ user_id: Type.String() });
  server.post(
    '/users/:user_id/expire-access-tokens',
    { schema: { params: userParams } },
    async ({ params }) => {
      checkUser(context, params.user_id);
      return {
        expired: await records.remove(
          ({ model, payload }) => model === 'AccessToken' && payload.accountId === params.user_id,
        ),
      };
    },
  );
  server.post(
    '/users/:user_id/revoke-sessions',
    { schema: { params: userParams } },
    async ({ params }) => {
      checkUser(context, params.user_id);
      return {
        revoked: await records.remove(({ payload }) => payload.accountId === params.user_id),
      };
    },
  );

  server.put(
    '/regions/:region',
    {
      schema: {
        params: Type.Object({ region: Type.String() }),
        body: Type.Object({ available: Type.Boolean() }, { additionalProperties: false }),
      },
    },
    ({ params, body }) => {
      if (!regions.some(({ id }) => id === params.region)) throw new CloudError('not_found');
      return state.update((draft) => {
        const others = draft.unavailable_regions.filter((id) => id !== params.region);
        draft.unavailable_regions = body.available ? others : [...others, params.region];
        return { region: params.region, available: body.available };
      });
    },
  );

  server.put(
    '/plans/:plan',
    {
      schema: {
        params: Type.Object({ plan: Type.String({ pattern: '^[a-z][a-z0-9_-]{1,39}$' }) }),
        body: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 40 }),
            price_cents: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
            billing_required: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
      },
    },
    ({ params, body }) => {
      const plan: Plan = {
        id: params.plan,
        tier: 'paid',
        name: body.name,
        price_cents: body.price_cents,
        currency: 'USD',
        billing_required: body.billing_required ?? false,
        terms: { version: '2026-01' },
      };
      return state.update((draft) => {
        const others = (draft.added_plans ?? []).filter(({ id }) => id !== plan.id);
        if (listPlans({ added_plans: others }).some(({ id }) => id === plan.id)) {
          throw new CloudError('request_invalid', { detail: `${plan.id} is always offered.` });
        }
        draft.added_plans = [...others, plan];
        return plan;
      });
    },
  );

  server.get('/faults', () => ({ faults: faults.list() }));
  server.post('/faults', { schema: { body: faultRuleSchema } }, ({ body }, reply) => {
    const { status, delay_ms, malformed, reset } = body;
    if ([status, delay_ms, malformed, reset].every((kind) => kind === undefined)) {
      throw new CloudError('request_invalid', {
        detail: 'Give a fault: status, delay_ms, malformed or reset.',
      });
    }
    faults.add(body as FaultRule);
    return reply.code(201).send(body);
  });
  server.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}
