import type { FaultRule } from '@sonde/example-orbit-cloud';

interface CloudUser {
  userId: string;
  /** Names, oldest first. */
  applications: string[];
}

/** The demo's requests to orbit-cloud, over `/admin`. */
export interface CloudAdmin {
  createUser(options: {
    name: string;
    billing: boolean;
    /** The user's name for signing in on the page. Default: none. */
    userName?: string;
    password?: string;
  }): Promise<{ userId: string; token: string }>;
  /** Undefined if no user has this name. */
  findUser(userName: string): Promise<CloudUser | undefined>;
  /** Adds or removes a card. */
  setBilling(userId: string, billing: boolean): Promise<void>;
  /** From now on the user's access tokens are refused; refresh tokens still work. */
  expireAccessTokens(userId: string): Promise<void>;
  /**
   * Ends access tokens, refresh tokens and browser sessions, so that the user must sign in again.
   */
  revokeSessions(userId: string): Promise<void>;
  setRegionAvailable(region: string, available: boolean): Promise<void>;
  /** Offers another plan in addition to the built-in ones. */
  addPlan(plan: { id: string; name: string; priceCents: number }): Promise<void>;
  addFault(rule: FaultRule): Promise<void>;
  /** Resolves once all faults of the user, or of everyone, have occurred. */
  untilFaultsMet(userId?: string): Promise<void>;
}

export function createCloudAdmin(options: { url: string; adminToken: string }): CloudAdmin {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${options.url}/admin${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  return {
    async createUser({ name, billing, userName, password }) {
      const created = (await call('POST', '/users', {
        name,
        billing,
        ...(userName === undefined ? {} : { user_name: userName }),
        ...(password === undefined ? {} : { password }),
      })) as {
        user_id: string;
        token: string;
      };
      return { userId: created.user_id, token: created.token };
    },
    async findUser(userName) {
      const { users } = (await call('GET', `/users?user_name=${encodeURIComponent(userName)}`)) as {
        users: { user_id: string; applications: { name: string }[] }[];
      };
      const [user] = users;
      return (
        user && {
          userId: user.user_id,
          applications: user.applications.map(({ name }) => name),
        }
      );
    },
    async setBilling(userId, billing) {
      await call('PATCH', `/users/${userId}`, { billing });
    },
    async expireAccessTokens(userId) {
      await call('POST', `/users/${userId}/expire-access-tokens`);
    },
    async revokeSessions(userId) {
      await call('POST', `/users/${userId}/revoke-sessions`);
    },
    async setRegionAvailable(region, available) {
      await call('PUT', `/regions/${region}`, { available });
    },
    async addPlan({ id, name, priceCents }) {
      await call('PUT', `/plans/${id}`, { name, price_cents: priceCents });
    },
    async addFault(rule) {
      await call('POST', '/faults', rule);
    },
    async untilFaultsMet(userId) {
      for (;;) {
        const { faults } = (await call('GET', '/faults')) as { faults: FaultRule[] };
        if (!faults.some(({ user_id }) => userId === undefined || user_id === userId)) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
