import { Type } from '@fastify/type-provider-typebox';
import { findBillingUrl } from './billing.js';
import { CloudError } from './cloud-error.js';
import type { CloudContext, CloudServer } from './context.js';
import { firstPlanId, listPlans, type Plan } from './plans.js';
import { regions } from './regions.js';
import { createId, createSecret, hashSecret } from './secret.js';
import type { Application, State, User } from './state.js';

const inputSchema = { additionalProperties: false };
const nameSchema = Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' });
const applicationParams = Type.Object({ application_id: Type.String() });

function findPlan(state: Readonly<State>, id: string): Plan {
  const plan = listPlans(state).find((candidate) => candidate.id === id);
  if (plan === undefined) throw new CloudError('request_invalid', { detail: `No plan ${id}.` });
  return plan;
}

async function checkBilling(plan: Plan, user: User, context: CloudContext): Promise<void> {
  if (plan.billing_required && !user.billing) {
    throw new CloudError('billing_required', { billing_url: await findBillingUrl(context) });
  }
}

function checkRegion(id: string, unavailable: readonly string[]): void {
  const region = regions.find((candidate) => candidate.id === id);
  if (region === undefined) throw new CloudError('request_invalid', { detail: `No region ${id}.` });
  if (unavailable.includes(id)) {
    throw new CloudError('region_unavailable', {
      alternatives: region.nearest.filter((other) => !unavailable.includes(other)),
    });
  }
}

/** The user's application with this id; another user's application looks as if it did not exist. */
function findApplication(state: Readonly<State>, id: string, user: User): Application {
  const application = state.applications.find(
    (candidate) => candidate.id === id && candidate.user_id === user.id,
  );
  if (application === undefined) {
    throw new CloudError('not_found', { detail: `You have no application ${id}.` });
  }
  return application;
}

function present({ id, name, region, plan_id, terms_version, created_at }: Application) {
  return { id, name, region, plan_id, terms_version, created_at };
}

export function applicationRoutes(server: CloudServer, context: CloudContext): void {
  const { state } = context;
  server.get('/applications', ({ user }) => ({
    applications: state.current.applications
      .filter(({ user_id }) => user_id === user.id)
      .map(present),
  }));

  server.get(
    '/applications/:application_id',
    { schema: { params: applicationParams } },
    ({ params, user }) => present(findApplication(state.current, params.application_id, user)),
  );

  server.post(
    '/applications',
    {
      schema: {
        body: Type.Object(
          {
            name: nameSchema,
            region: Type.String(),
            /**
             * The plan that will be applied, so that a refusal comes before anything is created.
             */
            plan_id: Type.String(),
          },
          inputSchema,
        ),
      },
    },
    async ({ body, user }, reply) => {
      await checkBilling(findPlan(state.current, body.plan_id), user, context);
      const application = await state.update((draft) => {
        checkRegion(body.region, draft.unavailable_regions);
        const taken = draft.applications.some(
          ({ user_id, name }) => user_id === user.id && name === body.name,
        );
        if (taken) throw new CloudError('name_taken');
        const created: Application = {
          id: createId('app'),
          user_id: user.id,
          name: body.name,
          region: body.region,
          plan_id: firstPlanId,
          terms_version: null,
          created_at: new Date().toISOString(),
        };
        draft.applications.push(created);
        return created;
      });
      return reply.code(201).send(present(application));
    },
  );

  server.get(
    '/applications/:application_id/api-keys',
    { schema: { params: applicationParams } },
    ({ params, user }) => {
      const { id } = findApplication(state.current, params.application_id, user);
      return {
        api_keys: state.current.api_keys
          .filter(({ application_id }) => application_id === id)
          .map(({ id, created_at }) => ({ id, created_at })),
      };
    },
  );

  server.post(
    '/applications/:application_id/api-keys',
    { schema: { params: applicationParams } },
    async ({ params, user }, reply) => {
      const secret = createSecret('key');
      const key = await state.update((draft) => {
        const created = {
          id: createId('key'),
          application_id: findApplication(draft, params.application_id, user).id,
          key_hash: hashSecret(secret),
          created_at: new Date().toISOString(),
        };
        draft.api_keys.push(created);
        return created;
      });
      // The only response with the key itself.
      return reply.code(201).send({ id: key.id, key: secret, created_at: key.created_at });
    },
  );

  server.put(
    '/applications/:application_id/plan',
    {
      schema: {
        params: applicationParams,
        body: Type.Object({ plan_id: Type.String(), terms_version: Type.String() }, inputSchema),
      },
    },
    async ({ params, body, user }) => {
      const plan = findPlan(state.current, body.plan_id);
      await checkBilling(plan, user, context);
      if (plan.terms.version !== body.terms_version) throw new CloudError('terms_outdated');
      return state.update((draft) => {
        const application = findApplication(draft, params.application_id, user);
        // Accepting newer terms of the same plan is a change too.
        if (application.plan_id === plan.id && application.terms_version === body.terms_version) {
          throw new CloudError('already_on_plan');
        }
        application.plan_id = plan.id;
        application.terms_version = body.terms_version;
        return present(application);
      });
    },
  );
}
