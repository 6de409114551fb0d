import type { CaseFault, CaseRun, ContractCase } from '../contract-case.js';
import type { RuleId } from '../contract-rules.js';
import { damageSession } from '../damage.js';
import { endlessMs } from '../dialogue.js';
import { create, type ExpectedRun, invoked, type Thrown, threw } from '../expected-events.js';

const application = '/v1/applications/:application_id';
const requests = {
  auth: { method: 'GET', path: '/v1/account' },
  plan: { method: 'GET', path: '/v1/plans' },
  region: { method: 'GET', path: '/v1/regions' },
  api_call: { method: 'POST', path: '/v1/applications' },
  api_key: { method: 'POST', path: `${application}/api-keys` },
  apply_plan: { method: 'PUT', path: `${application}/plan` },
} as const;

const args = ['application', 'create', '--name', 'sparrow', '--accept-terms'];

/** Whether the terms were accepted before this step. */
const isAfterTerms = (step: string) => !['name', 'auth', 'plan', 'terms'].includes(step);

function failedAt(step: string, thrown: Thrown): ExpectedRun {
  return [
    invoked,
    create.started(),
    ...(isAfterTerms(step) ? [create.accepted('free')] : []),
    create.failed(step, thrown.error_class),
    ...threw(thrown),
  ];
}

/** One request fails. */
function meeting(
  title: string,
  step: keyof typeof requests,
  fault: Partial<CaseFault>,
  thrown: Thrown,
  rule: RuleId,
  more: Partial<CaseRun> = {},
): ContractCase {
  return {
    title: `Create an application and meet ${title}`,
    rules: [
      rule,
      'command.failed_before_completed',
      'error.first_informative',
      'flow.left_by_throwing',
      ...(thrown.http_status === undefined ? [] : (['error.http_status'] as const)),
    ],
    world: { session: 'stored' },
    runs: [
      {
        args,
        faults: [{ ...requests[step], ...fault }],
        exitCode: thrown.exit_code ?? 1,
        events: failedAt(step, thrown),
        ...more,
      },
    ],
  };
}

const api = (error_class: string, http_status: number): Thrown => ({
  error_class,
  error_source: 'api',
  http_status,
});
const malformed = api('MalformedAnswerError', 200);
const timedOut: Thrown = { error_class: 'CloudTimeoutError', error_source: 'timeout' };
const unreachable: Thrown = { error_class: 'CloudUnreachableError', error_source: 'network' };
const briefly = { env: { ORBIT_CLOUD_TIMEOUT_MS: '10000' } };

export const createFailed: readonly ContractCase[] = [
  meeting(
    '404 where plans should be',
    'plan',
    { status: 404 },
    api('NotFoundError', 404),
    'fault.not_found',
  ),
  meeting(
    '409 when it is made',
    'api_call',
    { status: 409 },
    api('ConflictError', 409),
    'fault.conflict',
  ),
  meeting(
    '429 where regions should be',
    'region',
    { status: 429, retry_after: 30 },
    api('RateLimitedError', 429),
    'fault.rate_limited',
    { shows: ['Try again in 30 s.'] },
  ),
  meeting(
    '500 when it is made',
    'api_call',
    { status: 500 },
    api('CloudFailureError', 500),
    'fault.server_error',
  ),
  meeting(
    '500 when its key is made',
    'api_key',
    { status: 500 },
    api('CloudFailureError', 500),
    'fault.server_error',
  ),
  meeting(
    'a connection that breaks when the plan is applied',
    'apply_plan',
    { reset: true },
    unreachable,
    'fault.broken_connection',
  ),
  meeting(
    'no answer in time when the plan is applied',
    'apply_plan',
    { delay_ms: endlessMs },
    timedOut,
    'fault.timed_out',
    briefly,
  ),
  meeting(
    'malformed JSON for its account',
    'auth',
    { malformed: true },
    malformed,
    'fault.malformed',
  ),
  meeting(
    'malformed JSON for its key',
    'api_key',
    { malformed: true },
    api('MalformedAnswerError', 201),
    'fault.malformed',
  ),
  {
    title: 'Create an application where no region has room',
    rules: ['error.http_status'],
    world: { session: 'stored' },
    runs: [
      {
        args,
        faults: [{ ...requests.api_call, status: 503, code: 'region_unavailable' }],
        exitCode: 1,
        events: failedAt('api_call', api('RegionUnavailableError', 503)),
      },
    ],
  },
  {
    title: 'Create an application of a name that is taken',
    world: { session: 'stored', applications: ['sparrow'] },
    runs: [{ args, exitCode: 1, events: failedAt('api_call', api('ConflictError', 409)) }],
  },
  {
    title: 'Create an application where nothing listens',
    rules: ['fault.refused'],
    world: { session: 'token' },
    runs: [
      {
        args,
        env: { ORBIT_CLOUD_URL: 'http://127.0.0.1:9' },
        exitCode: 1,
        events: failedAt('auth', unreachable),
        shows: ['cannot be reached'],
      },
    ],
  },
  {
    title: 'Create an application without a session and without a terminal',
    rules: ['command.exit_code'],
    runs: [
      {
        args,
        exitCode: 4,
        events: failedAt('auth', {
          error_class: 'AuthenticationRequiredError',
          error_source: 'user',
          exit_code: 4,
        }),
      },
    ],
  },
  {
    title: 'Create an application without a name and without a terminal',
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create', '--accept-terms'],
        exitCode: 1,
        events: failedAt('name', { error_class: 'UsageError', error_source: 'user' }),
        shows: ['--name'],
      },
    ],
  },
  {
    title: 'Create an application on a plan that does not exist',
    world: { session: 'stored' },
    runs: [
      {
        args: [...args, '--plan', 'gold'],
        exitCode: 1,
        events: failedAt('plan', { error_class: 'UsageError', error_source: 'user' }),
      },
    ],
  },
  {
    title: 'Create an application in a region that does not exist',
    world: { session: 'stored' },
    runs: [
      {
        args: [...args, '--region', 'mars'],
        exitCode: 1,
        events: failedAt('region', { error_class: 'UsageError', error_source: 'user' }),
      },
    ],
  },
  {
    title: 'Create an application while orbit’s files are damaged',
    rules: ['fault.corrupt_configuration'],
    runs: [
      {
        args,
        prepare: damageSession,
        context: { configured_applications: undefined },
        exitCode: 1,
        events: failedAt('auth', {
          error_class: 'ConfigurationFileError',
          error_source: 'filesystem',
        }),
      },
    ],
  },
];
