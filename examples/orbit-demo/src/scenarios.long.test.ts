import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import { someOf } from '@sonde/test-share';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CloudAdmin, createCloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { type ReceivedEvent, startIngestReceiver } from './ingest-receiver.js';
import { createUser } from './orbit-user.js';
import { runOrbit } from './run-orbit.js';
import { type Scenario, unavailableRegion } from './scenario.js';
import { type CreateScenarioName, createScenarios } from './scenarios.js';

let root: string;
let service: OrbitCloud;
let cloud: CloudAdmin;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-scenarios-'));
  service = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  cloud = createCloudAdmin(service);
  await cloud.setRegionAvailable(unavailableRegion, false);
});
afterAll(async () => {
  await service.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** Name and own properties; `duration_ms` is only checked to exist. */
type Line = [event: string, properties?: Record<string, unknown>];

const durationMs = expect.any(Number);
const invoked: Line = ['Command Invoked'];
const identify: Line = ['$identify'];
const started: Line = ['CLI Application Create Started'];
const terms = (word: 'Accepted' | 'Declined'): Line => [
  `CLI Application Create ${word} Terms`,
  { plan: 'free' },
];
const accepted = terms('Accepted');
const created = (region: string): Line => [
  'CLI Application Create Completed',
  { region, plan: 'free', duration_ms: durationMs },
];
const aborted = (step: string, reason: string): Line => [
  'CLI Application Create Aborted',
  { step, reason },
];
const flowFailed = (step: string, error_class: string): Line => [
  'CLI Application Create Failed',
  { step, error_class, duration_ms: durationMs },
];
const succeeded: Line = [
  'Command Completed',
  { succeeded: true, exit_code: 0, duration_ms: durationMs },
];
const wasCancelled: Line = [
  'Command Completed',
  { succeeded: false, exit_code: 2, user_cancelled: true, duration_ms: durationMs },
];
const failed = (
  error_class: string,
  error_source: string,
  { status, exitCode = 1 }: { status?: number; exitCode?: number } = {},
): Line[] => [
  [
    'Command Failed',
    { error_class, error_source, ...(status === undefined ? {} : { http_status: status }) },
  ],
  [
    'Command Completed',
    {
      succeeded: false,
      exit_code: exitCode,
      error_class,
      user_cancelled: false,
      duration_ms: durationMs,
    },
  ],
];
const vanished: Line = ['Command Completed', { succeeded: false, vanished: true }];

const expectedLines: Record<CreateScenarioName, Line[]> = {
  completed: [invoked, started, accepted, created('eu-1'), succeeded],
  completed_signing_in: [invoked, started, identify, accepted, created('eu-1'), succeeded],
  completed_in_other_region: [invoked, started, accepted, created('us-2'), succeeded],
  completed_then_left: [invoked, started, accepted, created('eu-1'), succeeded],
  terms_declined: [
    invoked,
    started,
    terms('Declined'),
    aborted('terms', 'declined_terms'),
    ...failed('TermsDeclinedError', 'user'),
  ],
  billing_wall: [
    invoked,
    started,
    aborted('plan', 'billing_required'),
    ...failed('BillingRequiredError', 'user'),
  ],
  cancelled_at_name: [invoked, started, aborted('name', 'cancelled'), wasCancelled],
  cancelled_at_browser: [invoked, started, aborted('auth', 'cancelled'), wasCancelled],
  cancelled_at_plan: [invoked, started, aborted('plan', 'cancelled'), wasCancelled],
  cancelled_at_terms: [invoked, started, aborted('terms', 'cancelled'), wasCancelled],
  cancelled_at_region: [invoked, started, accepted, aborted('region', 'cancelled'), wasCancelled],
  cancelled_at_other_region: [
    invoked,
    started,
    accepted,
    aborted('region', 'cancelled'),
    wasCancelled,
  ],
  cancelled_during_api_call: [
    invoked,
    started,
    accepted,
    aborted('api_call', 'cancelled'),
    wasCancelled,
  ],
  failed_at_api_call: [
    invoked,
    started,
    accepted,
    flowFailed('api_call', 'CloudFailureError'),
    ...failed('CloudFailureError', 'api', { status: 500 }),
  ],
  failed_at_api_key: [
    invoked,
    started,
    accepted,
    flowFailed('api_key', 'CloudFailureError'),
    ...failed('CloudFailureError', 'api', { status: 500 }),
  ],
  killed_at_plan: [invoked, started, aborted('plan', 'vanished'), vanished],
  killed_during_api_call: [invoked, started, accepted, aborted('api_call', 'vanished'), vanished],
  completed_by_flags: [invoked, started, accepted, created('eu-1'), succeeded],
  completed_in_other_region_by_flags: [invoked, started, accepted, created('us-2'), succeeded],
  terms_not_accepted_by_flags: [
    invoked,
    started,
    terms('Declined'),
    aborted('terms', 'declined_terms'),
    ...failed('TermsDeclinedError', 'user'),
  ],
  billing_wall_by_flags: [
    invoked,
    started,
    aborted('plan', 'billing_required'),
    ...failed('BillingRequiredError', 'user'),
  ],
  not_signed_in_by_flags: [
    invoked,
    started,
    flowFailed('auth', 'AuthenticationRequiredError'),
    ...failed('AuthenticationRequiredError', 'user', { exitCode: 4 }),
  ],
  dry_run_by_flags: [invoked, succeeded],
  interrupted_during_api_call_by_flags: [
    invoked,
    started,
    accepted,
    aborted('api_call', 'cancelled'),
    wasCancelled,
  ],
  killed_during_api_call_by_flags: [
    invoked,
    started,
    accepted,
    aborted('api_call', 'vanished'),
    vanished,
  ],
  unauthorized_by_flags: [
    invoked,
    started,
    flowFailed('auth', 'UnauthorizedError'),
    ...failed('UnauthorizedError', 'api', { status: 401, exitCode: 4 }),
  ],
  plans_not_found_by_flags: [
    invoked,
    started,
    flowFailed('plan', 'NotFoundError'),
    ...failed('NotFoundError', 'api', { status: 404 }),
  ],
  rate_limited_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('region', 'RateLimitedError'),
    ...failed('RateLimitedError', 'api', { status: 429 }),
  ],
  failed_at_api_call_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('api_call', 'CloudFailureError'),
    ...failed('CloudFailureError', 'api', { status: 500 }),
  ],
  malformed_api_key_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('api_key', 'MalformedAnswerError'),
    ...failed('MalformedAnswerError', 'api', { status: 201 }),
  ],
  failed_at_api_key_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('api_key', 'CloudFailureError'),
    ...failed('CloudFailureError', 'api', { status: 500 }),
  ],
  connection_reset_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('apply_plan', 'CloudUnreachableError'),
    ...failed('CloudUnreachableError', 'network'),
  ],
  timed_out_by_flags: [
    invoked,
    started,
    accepted,
    flowFailed('apply_plan', 'CloudTimeoutError'),
    ...failed('CloudTimeoutError', 'timeout'),
  ],
  billing_required_at_apply_plan_by_flags: [
    invoked,
    started,
    accepted,
    aborted('apply_plan', 'billing_required'),
    ...failed('BillingRequiredError', 'user', { status: 402 }),
  ],
};

/** Base properties and invocation properties, which are checked separately. */
const common = new Set([
  ...['invocation_id', 'sequence', 'command', 'flags', 'version', 'env', 'operating_system'],
  ...['arch', 'runtime', 'runtime_version', 'is_ci', 'ci_name', 'cli_context', 'is_interactive'],
  ...['app_id', 'configured_applications'],
]);

function ownProperties({ properties }: ReceivedEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !common.has(name)));
}

/** Plays a scenario as a new user and returns the received events. */
async function play(scenario: Scenario) {
  const receiver = await startIngestReceiver();
  try {
    const person = { userName: scenario.name, password: 'a few good words' };
    const { userId } = await cloud.createUser({ name: scenario.name, billing: false, ...person });
    const user = createUser({
      root: join(root, scenario.name),
      endpoint: receiver.url,
      cloudUrl: service.url,
      person,
      version: '1.3.1',
    });
    const world = { user, userId, cloud, name: 'sparrow' };
    if (scenario.needs.session !== false) {
      await runOrbit(user, ['auth', 'login']);
    }
    if (scenario.needs.defaultApplication === true) {
      await runOrbit(user, ['application', 'create', '--name', 'wren', '--accept-terms']);
    }
    await drain(user);
    receiver.clear();
    const run = await scenario.run(world);
    await drain(user);
    const [events = [], ...others] = receiver.invocations();
    expect(others).toEqual([]);
    return { run, events, userId };
  } finally {
    await receiver.close();
  }
}

describe.concurrent('orbit application create', () => {
  test.each(someOf(createScenarios).map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    async (name, scenario) => {
      const { run, events, userId } = await play(scenario);
      expect(run.exitCode, run.stdout + run.stderr).toBe(scenario.expected.exitCode);
      expect(run.signal).toBe(scenario.expected.exitCode === null ? 'SIGKILL' : null);

      const lines = events.map((event) => [event.event, ownProperties(event)]);
      const expected = expectedLines[name as CreateScenarioName];
      expect(lines).toEqual(expected.map(([event, properties = {}]) => [event, properties]));

      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      const flags = scenario.needs.terminal
        ? []
        : expect.arrayContaining(['name', 'output', 'plan']);
      for (const event of events) {
        expect(event.properties).toMatchObject({
          command: 'orbit application create',
          version: '1.3.1',
          env: 'prod',
          flags,
          is_ci: false,
          cli_context: scenario.needs.terminal ? 'human' : 'agent:unknown',
          is_interactive: scenario.needs.terminal,
        });
        const inFlow = event.event.startsWith('CLI Application Create');
        expect(event.flow).toBe(inFlow ? 'application_create' : undefined);
        expect(event.flow_run_id !== undefined).toBe(inFlow);
      }
      // Signed in before: every event has the user; signed in during the run: all later events.
      const from =
        scenario.needs.session === false ? lines.findIndex(([e]) => e === '$identify') : 0;
      const users = events.map(({ user_id }) => user_id);
      expect(users).toEqual(
        events.map((_, index) => (from >= 0 && index >= from ? userId : undefined)),
      );
      if (scenario.expected.outcome === 'completed') {
        expect(events.at(-1)?.properties.app_id).toMatch(/^app_/);
      }
    },
  );
});
