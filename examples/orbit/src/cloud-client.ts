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
import { CancelledError } from './cli-error.js';
import {
  CloudTimeoutError,
  CloudUnreachableError,
  createRefusalError,
  MalformedAnswerError,
  type Refusal,
} from './cloud-errors.js';

export interface CloudClientOptions {
  /** Base URL of the service. */
  url: string;
  token: string;
  /** For one request. */
  timeoutMs: number;
  /** Cancels what is under way. */
  signal: AbortSignal;
  /** Sent as `user-agent`, for example `orbit/1.4.0`. */
  userAgent: string;
}

/** The service's API, as far as orbit uses it. Every method throws the errors of `cloud-errors.ts`. */
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
    const { status, text, retryAfter } = await request(options, method, path, body);
    if (status >= 400) throw createRefusalError(readRefusal(status, text, retryAfter));
    try {
      return read(JSON.parse(text));
    } catch (error) {
      throw new MalformedAnswerError(status, error);
    }
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

async function request(options: CloudClientOptions, method: string, path: string, body: unknown) {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = AbortSignal.any([options.signal, timeout]);
  try {
    const answer = await fetch(new URL(path, options.url), {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${options.token}`,
        'user-agent': options.userAgent,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // The token goes to the service the user named and nowhere else.
      redirect: 'error',
      signal,
    });
    return {
      status: answer.status,
      text: await answer.text(),
      retryAfter: answer.headers.get('retry-after'),
    };
  } catch (error) {
    if (options.signal.aborted) throw new CancelledError();
    if (timeout.aborted) {
      throw new CloudTimeoutError(`The service did not answer in ${options.timeoutMs / 1000} s.`, {
        hint: 'Check the connection and try again.',
        cause: error,
      });
    }
    throw new CloudUnreachableError(`The service at ${options.url} cannot be reached.`, {
      hint: 'Check the connection, and ORBIT_CLOUD_URL if you set it.',
      cause: error,
    });
  }
}

/** A refusal is taken as it is: whatever stands between may answer with something else than JSON. */
function readRefusal(status: number, text: string, retryAfter: string | null): Refusal {
  let problem: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) problem = value as Record<string, unknown>;
  } catch {
    // Then the status is all there is.
  }
  const string = (key: string) => (typeof problem[key] === 'string' ? problem[key] : undefined);
  const alternatives = Array.isArray(problem.alternatives) ? problem.alternatives : [];
  return {
    status,
    code: string('code'),
    detail: string('detail') ?? string('title'),
    retryAfterSeconds: /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined,
    alternatives: alternatives.filter((region): region is string => typeof region === 'string'),
    billingUrl: string('billing_url'),
  };
}
