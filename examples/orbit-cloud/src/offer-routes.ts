import { billingUrl } from './billing.js';
import type { CloudServer } from './context.js';
import { plans } from './plans.js';
import { regions } from './regions.js';

/** What a user may choose from, and who the user is. */
export function offerRoutes(server: CloudServer): void {
  server.get('/account', ({ user }) => ({
    user_id: user.id,
    name: user.name,
    billing: { active: user.billing, url: billingUrl },
  }));
  server.get('/plans', () => ({ plans }));
  // Whether a region has room is only known when an application is created there.
  server.get('/regions', () => ({ regions: regions.map(({ id, name }) => ({ id, name })) }));
}
