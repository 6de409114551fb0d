import type { FaultRule } from '@sonde/example-orbit-cloud';

/** What the demo asks of orbit-cloud, over its `/admin`. */
export interface CloudAdmin {
  createUser(options: {
    name: string;
    billing: boolean;
  }): Promise<{ userId: string; token: string }>;
  setRegionAvailable(region: string, available: boolean): Promise<void>;
  addFault(rule: FaultRule): Promise<void>;
  /** Resolves when no fault is left for the user: the last one has just been met. */
  untilFaultsMet(userId: string): Promise<void>;
}

export function createCloudAdmin(options: { url: string; adminToken: string }): CloudAdmin {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${options.url}/admin${path}`, {
      method,
      headers: {
        authorization: `Bearer ${options.adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  return {
    async createUser({ name, billing }) {
      const created = (await call('POST', '/users', { name, billing })) as {
        user_id: string;
        token: string;
      };
      return { userId: created.user_id, token: created.token };
    },
    async setRegionAvailable(region, available) {
      await call('PUT', `/regions/${region}`, { available });
    },
    async addFault(rule) {
      await call('POST', '/faults', rule);
    },
    async untilFaultsMet(userId) {
      for (;;) {
        const { faults } = (await call('GET', '/faults')) as { faults: FaultRule[] };
        if (!faults.some(({ user_id }) => user_id === userId)) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
