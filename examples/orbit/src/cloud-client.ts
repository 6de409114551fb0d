import {
  type Account,
  type Application,
  type Plan,
  type Region,
  readAccount,
  readApiKey,
  readApplication,
  readApplications,
  readPlans,
  readRegions,
} from './answers.js';
import { createRefusalError, MalformedAnswerError } from './cloud-errors.js';
import { readRefusal, requestService, type ServiceOptions } from './service-request.js';

/** The source of a client's token. */
export interface Credentials {
  /** The token for the next request. */
  token(): Promise<string>;
  /** The service refused this token; returns another one, or undefined. */
  renew(refused: string): Promise<string | undefined>;
}

/** A token that cannot be renewed, such as ORBIT_TOKEN. */
export function staticCredentials(token: string): Credentials {
  return { token: async () => token, renew: async () => undefined };
}

export interface CloudClientOptions extends ServiceOptions {
  credentials: Credentials;
}

/**
 * The parts of the service's API that orbit uses. Every method throws the errors of
 * `cloud-errors.ts`.
 */
export interface CloudClient {
  getAccount(): Promise<Account>;
  listPlans(): Promise<Plan[]>;
  listRegions(): Promise<Region[]>;
  listApplications(): Promise<Application[]>;
  createApplication(options: { name: string; region: string; plan: Plan }): Promise<Application>;
  createApiKey(applicationId: string): Promise<{ id: string; key: string }>;
  applyPlan(applicationId: string, plan: Plan): Promise<Application>;
}

export function createCloudClient(options: CloudClientOptions): CloudClient {
  async function call<T>(
    method: string,
    path: string,
    read: (body: unknown) => T,
    body?: unknown,
  ): Promise<T> {
    const { credentials } = options;
    const token = await credentials.token();
    let response = await send(token, method, path, body);
    if (response.status === 401) {
      // The request had no effect, so retrying is safe; once, to avoid a loop.
      const renewed = await credentials.renew(token);
      if (renewed !== undefined) response = await send(renewed, method, path, body);
    }
    if (response.status >= 400) throw createRefusalError(readRefusal(response));
    try {
      return read(JSON.parse(response.text));
    } catch (error) {
      throw new MalformedAnswerError(response.status, error);
    }
  }

  function send(token: string, method: string, path: string, body: unknown) {
    return requestService(options, new URL(path, options.url), {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  const application = (id: string) => `/v1/applications/${encodeURIComponent(id)}`;
  return {
    getAccount: () => call('GET', '/v1/account', readAccount),
    listPlans: () => call('GET', '/v1/plans', readPlans),
    listRegions: () => call('GET', '/v1/regions', readRegions),
    listApplications: () => call('GET', '/v1/applications', readApplications),
    createApplication: ({ name, region, plan }) =>
      call('POST', '/v1/applications', readApplication, { name, region, plan_id: plan.templateId }),
    createApiKey: (id) => call('POST', `${application(id)}/api-keys`, readApiKey),
    applyPlan: (id, plan) =>
      call('PUT', `${application(id)}/plan`, readApplication, {
        plan_id: plan.templateId,
        terms_version: plan.terms.version,
      }),
  };
}
