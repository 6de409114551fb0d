import { findBillingUrl } from './billing.js';
import type { CloudContext, CloudServer } from './context.js';
import { listPlans, termsPath } from './plans.js';
import { regions } from './regions.js';

/** What users can choose from, and the current user. */
export function offerRoutes(server: CloudServer, context: CloudContext): void {
  server.get('/account', async ({ user }) => ({
    user_id: user.id,
    name: user.name,
    billing: { active: user.billing, url: await findBillingUrl(context) },
  }));
  server.get('/plans', async () => {
    const { issuer } = await context.provider;
    return {
      plans: listPlans(context.state.current).map(({ terms, ...plan }) => ({
        ...plan,
        terms: { version: terms.version, url: issuer + termsPath(plan.id, terms.version) },
      })),
    };
  });
  // Whether a region has room is known only when an application is created there.
  server.get('/regions', () => ({ regions: regions.map(({ id, name }) => ({ id, name })) }));
}
